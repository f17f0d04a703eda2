-- People, what they may do, what was done, and long work. Names live in auth."user" alone; everything else
-- knows people by its opaque id.
set local role driftbild_migrator;

-- better-auth's own tables, with its column names.
create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);

create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" on delete cascade
);
create index on auth.session ("userId");

create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index on auth.account ("userId");

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index on auth.verification (identifier);

create table membership (
  user_id text not null references auth."user" on delete cascade,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- Null: all of them.
  service text,
  role text not null,
  unique nulls not distinct (user_id, municipality, service, role)
);

create table audit (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  at timestamptz not null,
  by_user text not null,
  what text not null,
  ref text not null,
  detail jsonb not null
);
create index on audit (municipality, id);

create table job (
  id text not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  kind text not null,
  done double precision not null check (done between 0 and 1),
  seconds_left double precision,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  message text,
  updated_at timestamptz not null,
  primary key (municipality, id)
);
