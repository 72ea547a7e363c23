package io.tenantschemas.routing;

import java.util.Set;

/**
 * Functions of PostgreSQL itself that do the same whatever the search path is and leave nothing in the session. The list is not
 * complete and need not be.
 */
final class BuiltInFunctions {

    private static final Set<String> NAMES = Set.of("""
            array_agg avg bit_and bit_or bool_and bool_or count corr covar_pop covar_samp every json_agg json_object_agg
            jsonb_agg jsonb_object_agg max min mode percentile_cont percentile_disc stddev stddev_pop stddev_samp string_agg
            sum var_pop var_samp variance
            cume_dist dense_rank first_value grouping lag last_value lead nth_value ntile percent_rank rank row_number
            cast coalesce greatest least nullif num_nonnulls num_nulls
            ascii bit_length btrim char_length character_length chr concat concat_ws decode encode format initcap left length
            lower lpad ltrim md5 octet_length overlay position quote_ident quote_literal quote_nullable regexp_count
            regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
            regexp_substr repeat replace reverse right rpad rtrim sha224 sha256 sha384 sha512 split_part starts_with
            string_to_array string_to_table strpos substr substring text to_hex translate trim upper
            abs acos asin atan atan2 cbrt ceil ceiling cos cosh cot degrees div exp factorial floor gcd lcm ln log log10 mod
            pi power radians random round scale sign sin sinh sqrt tan tanh trim_scale trunc width_bucket
            age clock_timestamp current_time current_timestamp date date_add date_bin date_part date_subtract date_trunc extract
            isfinite justify_days justify_hours justify_interval localtime localtimestamp make_date make_interval make_time
            make_timestamp make_timestamptz now statement_timestamp timeofday timezone to_char to_date to_number to_timestamp
            transaction_timestamp
            gen_random_uuid uuidv4 uuidv7
            array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
            array_prepend array_remove array_replace array_to_string array_upper cardinality generate_series
            generate_subscripts trim_array unnest
            json_array json_array_elements json_array_elements_text json_array_length json_build_array json_build_object
            json_each json_each_text json_exists json_extract_path json_extract_path_text json_object json_object_keys
            json_query json_strip_nulls json_typeof json_value jsonb_array_elements jsonb_array_elements_text
            jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_exists jsonb_extract_path
            jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists jsonb_path_match
            jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls
            jsonb_typeof row_to_json to_json to_jsonb
            phraseto_tsquery plainto_tsquery setweight to_tsquery to_tsvector ts_headline ts_rank ts_rank_cd
            websearch_to_tsquery
            daterange int4range int8range isempty lower_inc lower_inf numrange range_merge tsrange tstzrange upper_inc upper_inf
            family host masklen
            """.strip().split("\\s+"));

    private BuiltInFunctions() {}

    /** Returns whether that name, folded, is one of theirs. */
    static boolean contain(String name) {
        return NAMES.contains(name);
    }
}
