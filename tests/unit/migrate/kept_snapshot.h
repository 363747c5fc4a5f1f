// Tables as they were, written by the command `snapshot`; not to be changed by hand. A later change is
// looked at by the compiler: static_assert(df::migration<then::models, df::types<...>>.risk() <= df::risk::medium);
#pragma once

#include <dataflow/migrate.hpp>

#include <string_view>

namespace then {

namespace snapshot_sqlite {

namespace c = dataflow::catalog;

inline constexpr c::column list_1[]{
    c::column{.name = "id", .type = c::column_type{.spelled = "INTEGER"}, .nullable = false, .numbered = c::identity::autoincrement},
    c::column{.name = "name", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .default_text = "'a \"b\" \077\077/ */ /* \\ '''"},
    c::column{.name = "town", .type = c::column_type{.spelled = "TEXT"}, .default_text = "'K\303\266ln'"},
    c::column{.name = "created_at", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .stamped = true},
    c::column{.name = "updated_at", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .stamped = true},
    c::column{.name = "deleted_at", .type = c::column_type{.spelled = "TEXT"}},
};
inline constexpr std::string_view list_2[]{
    "id",
};
inline constexpr c::index_part list_3[]{
    c::index_part{.column = "name"},
    c::index_part{.column = "town"},
};
inline constexpr c::index list_4[]{
    c::index{.name = "authors_name_town_key", .method = "btree", .parts = list_3, .predicate = "\"deleted_at\" IS NULL", .unique = true},
};
inline constexpr c::check list_5[]{
    c::check{.name = "authors_created_at_range", .expression = "length(\"created_at\") = 27"},
    c::check{.name = "authors_updated_at_range", .expression = "length(\"updated_at\") = 27"},
    c::check{.name = "authors_deleted_at_range", .expression = "length(\"deleted_at\") = 27"},
};
inline constexpr c::column list_6[]{
    c::column{.name = "id", .type = c::column_type{.spelled = "INTEGER"}, .nullable = false, .numbered = c::identity::autoincrement},
    c::column{.name = "author_id", .type = c::column_type{.spelled = "INTEGER"}, .nullable = false},
    c::column{.name = "kind", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .default_text = "'essay'"},
    c::column{.name = "price", .type = c::column_type{.spelled = "INTEGER(10,2)"}, .nullable = false},
    c::column{.name = "words", .type = c::column_type{.spelled = "TEXT"}, .nullable = false},
    c::column{.name = "weight", .type = c::column_type{.spelled = "REAL"}, .nullable = false, .default_text = "5e-01"},
    c::column{.name = "created_at", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .stamped = true},
    c::column{.name = "updated_at", .type = c::column_type{.spelled = "TEXT"}, .nullable = false, .stamped = true},
};
inline constexpr std::string_view list_7[]{
    "id",
};
inline constexpr std::string_view list_8[]{
    "author_id",
};
inline constexpr std::string_view list_9[]{
    "id",
};
inline constexpr c::foreign_key list_10[]{
    c::foreign_key{.name = "books_author_id_fkey", .columns = list_8, .target = "authors", .target_columns = list_9, .on_delete = c::action::cascade},
};
inline constexpr c::index_part list_11[]{
    c::index_part{.column = "kind"},
    c::index_part{.column = "price"},
};
inline constexpr c::index list_12[]{
    c::index{.name = "books_kind_price_idx", .method = "btree", .parts = list_11},
};
inline constexpr c::check list_13[]{
    c::check{.name = "books_author_id_range", .expression = "typeof(\"author_id\") = 'integer'"},
    c::check{.name = "books_kind_range", .expression = "\"kind\" IN ('novel', 'essay')", .enumeration = 2},
    c::check{.name = "books_price_range", .expression = "CAST(\"price\" AS INTEGER) = \"price\" AND \"price\" BETWEEN -9999999999 AND 9999999999"},
    c::check{.name = "books_words_range", .expression = "CASE WHEN json_valid(\"words\") THEN json_type(\"words\") = 'array' ELSE 0 END"},
    c::check{.name = "books_weight_range", .expression = "+\"weight\" < ''"},
    c::check{.name = "books_created_at_range", .expression = "length(\"created_at\") = 27"},
    c::check{.name = "books_updated_at_range", .expression = "length(\"updated_at\") = 27"},
    c::check{.name = "priced", .expression = "(\"price\" >= 0)"},
};
inline constexpr c::table list_14[]{
    c::table{.name = "authors", .model = "Author", .columns = list_1, .key = c::primary_key{.columns = list_2}, .indexes = list_4, .checks = list_5},
    c::table{.name = "books", .model = "Book", .columns = list_6, .key = c::primary_key{.columns = list_7}, .foreign_keys = list_10, .indexes = list_12, .checks = list_13},
};
inline constexpr c::database_description of_Author{dataflow::dialect::sqlite, {list_14 + 0, 1}};
inline constexpr c::database_description of_Book{dataflow::dialect::sqlite, {list_14 + 1, 1}};
inline constexpr c::database_description all{dataflow::dialect::sqlite, {list_14}};

} // namespace snapshot_sqlite

namespace snapshot_postgres {

namespace c = dataflow::catalog;

inline constexpr c::column list_1[]{
    c::column{.name = "id", .type = c::column_type{.spelled = "bigint"}, .nullable = false, .numbered = c::identity::by_default},
    c::column{.name = "name", .type = c::column_type{.spelled = "text"}, .nullable = false, .default_text = "'a \"b\" \077\077/ */ /* \\ '''", .collation = "C"},
    c::column{.name = "town", .type = c::column_type{.spelled = "text"}, .default_text = "'K\303\266ln'", .collation = "C"},
    c::column{.name = "created_at", .type = c::column_type{.spelled = "timestamp with time zone"}, .nullable = false, .stamped = true},
    c::column{.name = "updated_at", .type = c::column_type{.spelled = "timestamp with time zone"}, .nullable = false, .stamped = true},
    c::column{.name = "deleted_at", .type = c::column_type{.spelled = "timestamp with time zone"}},
};
inline constexpr std::string_view list_2[]{
    "id",
};
inline constexpr c::index_part list_3[]{
    c::index_part{.column = "name"},
    c::index_part{.column = "town", .nulls_first = true},
};
inline constexpr c::index list_4[]{
    c::index{.name = "authors_name_town_key", .method = "btree", .parts = list_3, .predicate = "\"deleted_at\" IS NULL", .unique = true},
};
inline constexpr c::column list_5[]{
    c::column{.name = "id", .type = c::column_type{.spelled = "bigint"}, .nullable = false, .numbered = c::identity::by_default},
    c::column{.name = "author_id", .type = c::column_type{.spelled = "bigint"}, .nullable = false},
    c::column{.name = "kind", .type = c::column_type{.spelled = "text"}, .nullable = false, .default_text = "'essay'", .collation = "C"},
    c::column{.name = "price", .type = c::column_type{.spelled = "numeric(10,2)"}, .nullable = false},
    c::column{.name = "words", .type = c::column_type{.spelled = "text[]"}, .nullable = false},
    c::column{.name = "weight", .type = c::column_type{.spelled = "double precision"}, .nullable = false, .default_text = "5e-01"},
    c::column{.name = "created_at", .type = c::column_type{.spelled = "timestamp with time zone"}, .nullable = false, .stamped = true},
    c::column{.name = "updated_at", .type = c::column_type{.spelled = "timestamp with time zone"}, .nullable = false, .stamped = true},
};
inline constexpr std::string_view list_6[]{
    "id",
};
inline constexpr std::string_view list_7[]{
    "author_id",
};
inline constexpr std::string_view list_8[]{
    "id",
};
inline constexpr c::foreign_key list_9[]{
    c::foreign_key{.name = "books_author_id_fkey", .columns = list_7, .target = "authors", .target_columns = list_8, .on_delete = c::action::cascade},
};
inline constexpr c::index_part list_10[]{
    c::index_part{.column = "kind"},
    c::index_part{.column = "price"},
};
inline constexpr c::index list_11[]{
    c::index{.name = "books_kind_price_idx", .method = "btree", .parts = list_10},
};
inline constexpr c::check list_12[]{
    c::check{.name = "books_kind_range", .expression = "\"kind\" IN ('novel', 'essay')", .enumeration = 2},
    c::check{.name = "priced", .expression = "(\"price\" >= 0)"},
};
inline constexpr c::table list_13[]{
    c::table{.name = "authors", .model = "Author", .columns = list_1, .key = c::primary_key{.name = "authors_pkey", .columns = list_2}, .indexes = list_4},
    c::table{.name = "books", .model = "Book", .columns = list_5, .key = c::primary_key{.name = "books_pkey", .columns = list_6}, .foreign_keys = list_9, .indexes = list_11, .checks = list_12},
};
inline constexpr c::database_description of_Author{dataflow::dialect::postgres, {list_13 + 0, 1}};
inline constexpr c::database_description of_Book{dataflow::dialect::postgres, {list_13 + 1, 1}};
inline constexpr c::database_description all{dataflow::dialect::postgres, {list_13}};

} // namespace snapshot_postgres

struct Author {
    using dataflow_snapshot =
        dataflow::migrate::snapshot<&snapshot_sqlite::of_Author, &snapshot_postgres::of_Author>;
};
struct Book {
    using dataflow_snapshot =
        dataflow::migrate::snapshot<&snapshot_sqlite::of_Book, &snapshot_postgres::of_Book>;
};
struct models {
    using dataflow_snapshot =
        dataflow::migrate::snapshot<&snapshot_sqlite::all, &snapshot_postgres::all>;
};

} // namespace then

/* What programs read of it:
{"dataflow_snapshot":1,"databases":[{"dialect":"sqlite","tables":[{"name":"authors","model":"Author","columns":[{"name":"id","type":{"spelled":"INTEGER"},"nullable":false,"numbered":"autoincrement"},{"name":"name","type":{"spelled":"TEXT"},"nullable":false,"default_text":"'a \"b\" ??/ \u002a/ /\u002a \\ '''"},{"name":"town","type":{"spelled":"TEXT"},"default_text":"'Köln'"},{"name":"created_at","type":{"spelled":"TEXT"},"nullable":false,"stamped":true},{"name":"updated_at","type":{"spelled":"TEXT"},"nullable":false,"stamped":true},{"name":"deleted_at","type":{"spelled":"TEXT"}}],"key":{"columns":["id"]},"indexes":[{"name":"authors_name_town_key","method":"btree","parts":[{"column":"name"},{"column":"town"}],"predicate":"\"deleted_at\" IS NULL","unique":true}],"checks":[{"name":"authors_created_at_range","expression":"length(\"created_at\") = 27"},{"name":"authors_updated_at_range","expression":"length(\"updated_at\") = 27"},{"name":"authors_deleted_at_range","expression":"length(\"deleted_at\") = 27"}]},{"name":"books","model":"Book","columns":[{"name":"id","type":{"spelled":"INTEGER"},"nullable":false,"numbered":"autoincrement"},{"name":"author_id","type":{"spelled":"INTEGER"},"nullable":false},{"name":"kind","type":{"spelled":"TEXT"},"nullable":false,"default_text":"'essay'"},{"name":"price","type":{"spelled":"INTEGER(10,2)"},"nullable":false},{"name":"words","type":{"spelled":"TEXT"},"nullable":false},{"name":"weight","type":{"spelled":"REAL"},"nullable":false,"default_text":"5e-01"},{"name":"created_at","type":{"spelled":"TEXT"},"nullable":false,"stamped":true},{"name":"updated_at","type":{"spelled":"TEXT"},"nullable":false,"stamped":true}],"key":{"columns":["id"]},"foreign_keys":[{"name":"books_author_id_fkey","columns":["author_id"],"target":"authors","target_columns":["id"],"on_delete":"cascade"}],"indexes":[{"name":"books_kind_price_idx","method":"btree","parts":[{"column":"kind"},{"column":"price"}]}],"checks":[{"name":"books_author_id_range","expression":"typeof(\"author_id\") = 'integer'"},{"name":"books_kind_range","expression":"\"kind\" IN ('novel', 'essay')","enumeration":2},{"name":"books_price_range","expression":"CAST(\"price\" AS INTEGER) = \"price\" AND \"price\" BETWEEN -9999999999 AND 9999999999"},{"name":"books_words_range","expression":"CASE WHEN json_valid(\"words\") THEN json_type(\"words\") = 'array' ELSE 0 END"},{"name":"books_weight_range","expression":"+\"weight\" < ''"},{"name":"books_created_at_range","expression":"length(\"created_at\") = 27"},{"name":"books_updated_at_range","expression":"length(\"updated_at\") = 27"},{"name":"priced","expression":"(\"price\" >= 0)"}]}]},{"dialect":"postgres","tables":[{"name":"authors","model":"Author","columns":[{"name":"id","type":{"spelled":"bigint"},"nullable":false,"numbered":"by_default"},{"name":"name","type":{"spelled":"text"},"nullable":false,"default_text":"'a \"b\" ??/ \u002a/ /\u002a \\ '''","collation":"C"},{"name":"town","type":{"spelled":"text"},"default_text":"'Köln'","collation":"C"},{"name":"created_at","type":{"spelled":"timestamp with time zone"},"nullable":false,"stamped":true},{"name":"updated_at","type":{"spelled":"timestamp with time zone"},"nullable":false,"stamped":true},{"name":"deleted_at","type":{"spelled":"timestamp with time zone"}}],"key":{"name":"authors_pkey","columns":["id"]},"indexes":[{"name":"authors_name_town_key","method":"btree","parts":[{"column":"name"},{"column":"town","nulls_first":true}],"predicate":"\"deleted_at\" IS NULL","unique":true}]},{"name":"books","model":"Book","columns":[{"name":"id","type":{"spelled":"bigint"},"nullable":false,"numbered":"by_default"},{"name":"author_id","type":{"spelled":"bigint"},"nullable":false},{"name":"kind","type":{"spelled":"text"},"nullable":false,"default_text":"'essay'","collation":"C"},{"name":"price","type":{"spelled":"numeric(10,2)"},"nullable":false},{"name":"words","type":{"spelled":"text[]"},"nullable":false},{"name":"weight","type":{"spelled":"double precision"},"nullable":false,"default_text":"5e-01"},{"name":"created_at","type":{"spelled":"timestamp with time zone"},"nullable":false,"stamped":true},{"name":"updated_at","type":{"spelled":"timestamp with time zone"},"nullable":false,"stamped":true}],"key":{"name":"books_pkey","columns":["id"]},"foreign_keys":[{"name":"books_author_id_fkey","columns":["author_id"],"target":"authors","target_columns":["id"],"on_delete":"cascade"}],"indexes":[{"name":"books_kind_price_idx","method":"btree","parts":[{"column":"kind"},{"column":"price"}]}],"checks":[{"name":"books_kind_range","expression":"\"kind\" IN ('novel', 'essay')","enumeration":2},{"name":"priced","expression":"(\"price\" >= 0)"}]}]}]}
*/
