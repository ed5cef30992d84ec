WITH base AS (
  SELECT "customer_id", "bought_at", "seller_id", "label", "_moment"
  FROM (
    SELECT "customer_id", "bought_at", "seller_id", "label", to_unixtime(TRY(from_iso8601_timestamp("bought_at"))) AS "_moment",
      row_number() OVER (PARTITION BY "customer_id", to_unixtime(TRY(from_iso8601_timestamp("bought_at"))) ORDER BY "api_invocation_time" DESC, "write_time" DESC) AS "_place",
      "is_deleted", max(CASE WHEN "is_deleted" THEN to_unixtime(TRY(from_iso8601_timestamp("bought_at"))) END) OVER (PARTITION BY "customer_id") AS "_deleted_at"
    FROM {{base}}
    WHERE to_unixtime("write_time") <= {{as_of}}
  )
  WHERE "_moment" IS NOT NULL AND "_place" = 1 AND NOT COALESCE("is_deleted", false) AND COALESCE("_deleted_at" <= "_moment", true) AND "_moment" >= {{from}}
),
known_0 AS (
  SELECT *
  FROM (
    SELECT k."_key", k."_moment", v."_deleted", v."basket", v."orders", v."City",
      row_number() OVER (PARTITION BY k."_key", k."_moment" ORDER BY v."_moment" DESC, v."api_invocation_time" DESC, v."write_time" DESC) AS "_place"
    FROM (SELECT DISTINCT "customer_id" AS "_key", "_moment" FROM base) k
    JOIN (
      SELECT "customer_id" AS "_key", to_unixtime(TRY(from_iso8601_timestamp("updated_at"))) AS "_moment",
        "api_invocation_time", "write_time", COALESCE("is_deleted", false) AS "_deleted", "basket", "orders", "City"
      FROM {{group_0}}
      WHERE to_unixtime("write_time") <= {{as_of}}
    ) v ON v."_key" = k."_key" AND v."_moment" <= k."_moment"
  )
  WHERE "_place" = 1 AND NOT "_deleted"
),
known_1 AS (
  SELECT *
  FROM (
    SELECT k."_key", k."_moment", v."_deleted", v."rating", v."City",
      row_number() OVER (PARTITION BY k."_key", k."_moment" ORDER BY v."_moment" DESC, v."api_invocation_time" DESC, v."write_time" DESC) AS "_place"
    FROM (SELECT DISTINCT "seller_id" AS "_key", "_moment" FROM base) k
    JOIN (
      SELECT "seller_id" AS "_key", "at" AS "_moment",
        "api_invocation_time", "write_time", COALESCE("is_deleted", false) AS "_deleted", "rating", "City"
      FROM {{group_1}}
      WHERE to_unixtime("write_time") <= {{as_of}}
    ) v ON v."_key" = k."_key" AND v."_moment" <= k."_moment"
  )
  WHERE "_place" = 1 AND NOT "_deleted"
)
SELECT
  base."customer_id" AS "customer_id",
  base."bought_at" AS "bought_at",
  base."seller_id" AS "seller_id",
  base."label" AS "label",
  known_0."basket" AS "basket",
  known_0."orders" AS "orders",
  known_0."City" AS "City",
  known_1."rating" AS "seller_rating",
  known_1."City" AS "seller_City",
  known_0."_key" IS NOT NULL AS "_found_0",
  known_1."_key" IS NOT NULL AS "_found_1"
FROM base
LEFT JOIN known_0 ON known_0."_key" = base."customer_id" AND known_0."_moment" = base."_moment"
LEFT JOIN known_1 ON known_1."_key" = base."seller_id" AND known_1."_moment" = base."_moment"
