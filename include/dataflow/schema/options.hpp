// What a model says about its table beyond its fields.
#pragma once

#include <dataflow/schema/condition.hpp>
#include <dataflow/schema/foreign_key_options.hpp>
#include <dataflow/schema/former_names.hpp>
#include <dataflow/schema/index_options.hpp>
#include <dataflow/schema/kept_words.hpp>
#include <dataflow/schema/option_list.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/write_kind.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace dataflow {

/// An index of pgvector's (HNSW) over a column of vectors, made where that extension is there: `{"embedding",
/// df::cosine}`.
struct similar_index {
    std::string_view column{};
    measure by = measure::cosine;
};
/// One, or up to 4: `.similar = df::similar_index{"embedding", df::l2}`.
using similar_list = option_list<similar_index, 4>;

/// How the columns of a model's fields are called where `columns` does not say it. Fields are taken to be
/// snake_case: `user_id` is `userId` in camel case, `UserId` in Pascal case, `USER_ID` in upper case.
enum class naming : std::uint8_t { as_is, camel_case, pascal_case, upper_case };

/// A column that has another name than its field.
struct renamed_column {
    const char* field = "";
    const char* column = "";
};
/// Up to 64: `.columns = df::columns({"user_id", "userId"}, {"klass", "class"})`.
using renamed_column_list = braced_list<renamed_column, 64>;

/// A field, and the zone of the times that its column keeps without one.
struct zoned_column {
    const char* field = "";
    const char* zone = "";
};
/// Up to 16: `.zones = df::zones({"starts", "Europe/Berlin"}, {"made", "UTC"})`.
using zoned_column_list = braced_list<zoned_column, 16>;

/// The primary key by column names, for models whose key is not `id`: `df::key("iata")`, `df::key("year",
/// "number")`.
template <class... Names>
[[nodiscard]] constexpr column_names key(const Names&... all) {
    return column_names{std::string_view{all}...};
}

[[nodiscard]] constexpr column_names key(std::initializer_list<std::string_view> all) { return {all}; }

/// Columns of a table that others made which the database computes from others (GENERATED ALWAYS AS):
/// `df::generated("total")`, up to 8.
template <detail::bare_column... Names>
[[nodiscard]] constexpr column_names generated(const Names&... fields) {
    return column_names{std::string_view{fields}...};
}

/// Fields whose values stand in no log: `df::secrets("token")`, up to 8.
template <detail::bare_column... Names>
[[nodiscard]] constexpr column_names secrets(const Names&... fields) {
    return column_names{std::string_view{fields}...};
}

/// Fields that never change once the record is there: `df::immutable("owner")`, up to 8.
template <detail::bare_column... Names>
[[nodiscard]] constexpr column_names immutable(const Names&... fields) {
    return column_names{std::string_view{fields}...};
}

/// Columns that are called otherwise than their fields, each as `{"field", "column"}`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr renamed_column_list columns(const char* const (&... all)[Sizes]) {
    return detail::in_braces<renamed_column_list, 2>(all...);
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr renamed_column_list columns(const Given&...) {
    return detail::without_braces<renamed_column_list>();
}

/// The zones of columns whose times have none, each as `{"field", "Europe/Berlin"}`.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr zoned_column_list zones(const char* const (&... all)[Sizes]) {
    return detail::in_braces<zoned_column_list, 2>(all...);
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr zoned_column_list zones(const Given&...) {
    return detail::without_braces<zoned_column_list>();
}

/// The text fields that a search looks into; see docs/search.md.
struct full_text_fields {
    column_names columns{};
};
/// `df::full_text({"title", "body"})`.
[[nodiscard]] constexpr full_text_fields full_text(const column_names& fields) { return {fields}; }
template <detail::bare_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr full_text_fields full_text(const Names&... fields) {
    return {dataflow::key(fields...)};
}

/// A model's options: a member `static constexpr auto dataflow = df::options{...};`, or, for a struct
/// that you cannot change, a specialization of `df::options_of<M>`.
struct options {
    std::string_view table{}; ///< the table's name; else the snake_case plural of the struct's
    /// Of a view, a materialized view, a foreign table, or a table that this program never writes: nothing is
    /// made, and no node that writes compiles. It needs no key, and has no times of its own.
    bool read_only = false;
    dataflow::naming naming =
        dataflow::naming::as_is;   ///< how columns are called, but for those that `columns` names
    renamed_column_list columns{}; ///< columns that are called otherwise than their fields
    column_names key{};            ///< the primary key, where it is not the field `id`
    column_names generated{};      ///< columns that the database computes: read, and never written
    bool timestamps = true;        ///< keep `created_at` and `updated_at`
    bool reuse_keys = false;       ///< let SQLite give the key of the last, deleted record again (faster)
    bool soft_delete =
        false; ///< deleted records are marked in `deleted_at`, and hidden; see docs/soft-delete.md
    bool multi_tenant =
        false; ///< each record belongs to the tenant of a session, in `tenant_id`; see docs/tenants.md
    bool row_level_security =
        false; ///< PostgreSQL itself shows a session the records of its tenant alone; see docs/tenants.md
    int rows_per_tenant =
        0;                  ///< how many records a tenant can have, at most; 0: no limit; see docs/tenants.md
    bool versioned = false; ///< each record counts its changes, in `version`; see docs/versions.md
    bool history = false;   ///< past versions are kept, with their periods; see docs/history.md
    bool audit_log = false; ///< each change is recorded, with who made it; see docs/audit.md
    column_names secrets{}; ///< fields that the audit log records as changed, without their values
    bool append_only = false; ///< records never change: without updates and erases; see docs/protection.md
    write_kind without = write_kind::none; ///< which writes of records there are not, for anybody
    column_names immutable{};              ///< fields that never change once the record is there
    index_list unique{};
    index_list indexes{};
    check_list checks{};
    foreign_key_list foreign_keys{};
    similar_list similar{};
    full_text_fields full_text{};       ///< fields that `df::search` looks into
    kept_column_list kept{};            ///< how columns of SQLite that others made keep their values
    std::string_view zone{};            ///< of times that such a table keeps without a zone; empty: UTC
    zoned_column_list zones{};          ///< of single columns of it: `df::zones`
    std::string_view renamed_table{};   ///< the table's name in databases of a former version
    former_column_list renamed{};       ///< columns that had other names there: `df::renamed`
    former_value_list renamed_values{}; ///< names of enumerations that had: `df::renamed_values`

    /// Which writes of records there are not.
    [[nodiscard]] constexpr write_kind lacking() const noexcept {
        return append_only ? without | write_kind::update | write_kind::erase : without;
    }
    /// Whether some of these are not.
    [[nodiscard]] constexpr bool lacks(write_kind what) const noexcept {
        return (lacking() & what) != write_kind::none;
    }
    /// The zone of the times of a field's column; empty: UTC.
    [[nodiscard]] constexpr std::string_view zone_of(std::string_view field) const noexcept {
        for (std::size_t i = 0; i < zones.size; ++i)
            if (zones.items[i].field == field) return zones.items[i].zone;
        return zone;
    }
};

/// The options of a model.
template <class M>
inline constexpr options options_of = [] {
    if constexpr (requires { M::dataflow; }) return options{M::dataflow};
    else return options{};
}();

namespace schema {
/// Whether the library alone writes the records of a model, which is its own.
template <class M>
inline constexpr bool is_kept_by_library = false;
/// Whether its table has a name that is kept for the library.
template <class M>
inline constexpr bool is_named_by_library = is_kept_by_library<M>;
} // namespace schema

} // namespace dataflow
