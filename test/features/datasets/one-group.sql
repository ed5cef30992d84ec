WITH base AS (
  SELECT "customer_id", "seller_id", "bought_at", "Label", to_unixtime(TRY(from_iso8601_timestamp("bought_at"))) AS "_moment"
  FROM {{base}}
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
    ) v ON v."_key" = k."_key" AND v."_moment" <= k."_moment"
  )
  WHERE "_place" = 1 AND NOT "_deleted"
)
SELECT
  base."customer_id" AS "customer_id",
  base."seller_id" AS "seller_id",
  base."bought_at" AS "bought_at",
  base."Label" AS "Label",
  known_0."basket" AS "basket",
  known_0."orders" AS "orders",
  known_0."City" AS "City",
  known_0."_key" IS NOT NULL AS "_found_0"
FROM base
LEFT JOIN known_0 ON known_0."_key" = base."customer_id" AND known_0."_moment" = base."_moment"
