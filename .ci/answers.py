"""Say whether the PostgreSQL and the Redis of two addresses answer: exit 0 when both do."""  # noqa: INP001

import sys

import psycopg
import redis


def main() -> int:
    """Ask both; say who does not answer."""
    database, broker = sys.argv[1:3]
    try:
        with psycopg.connect(database, connect_timeout=3) as connection:
            version = connection.info.server_version // 10000
        reply = redis.Redis.from_url(broker, socket_connect_timeout=3).info("server")
    except (psycopg.Error, redis.RedisError) as refusal:
        sys.stdout.write(f"{refusal}\n".replace("\n\n", "\n"))
        return 1
    sys.stdout.write(f"PostgreSQL {version}, Redis {reply['redis_version']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
