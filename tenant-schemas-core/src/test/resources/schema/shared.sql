CREATE TABLE public.country (code text PRIMARY KEY);
INSERT INTO public.country VALUES ('de'), ('fr');
CREATE FUNCTION public.shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.upper($1)';
CREATE TABLE public.audited (changed timestamptz);
