CREATE TABLE IF NOT EXISTS charge (
  call_id uuid PRIMARY KEY,
  reason  varchar(64) NOT NULL
);
