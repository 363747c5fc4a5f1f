// A model as plain data: what every later room works on.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/detail/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

/// How near vectors are: `cosine` is 1 - their cosine, `l2` the length of their difference, `dot` minus their
/// inner product. Less is nearer in each.
enum class measure : std::uint8_t { cosine, l2, dot };
inline constexpr measure cosine = measure::cosine;
inline constexpr measure l2 = measure::l2;
inline constexpr measure dot = measure::dot;

/// What a database does with the rows that refer to a deleted row.
/// `not_enforced`: nothing, for it has no such foreign key; a field that is an id refers to the other model
/// all the same.
enum class on_delete : std::uint8_t { restrict, cascade, set_null, not_enforced };

} // namespace dataflow

namespace dataflow::schema {

/// What the library keeps in a column by itself.
enum class managed : std::uint8_t {
    none,
    created_at,
    updated_at,
    tenant,
    deleted_at,
    version,
    history,  ///< of a table of past versions: kept by its triggers
    database, ///< not the library, but the database itself: the column is read, and never written
};

/// Whether a field has a default member initializer; `unknown` where the compiler cannot see it
/// (see `reflect::constant_constructible`); `stray` where it is a value of an enumeration that has no name to
/// be stored by.
enum class initializer : std::uint8_t { absent, present, unknown, stray };

/// One column. Columns of the struct come first, in its order; managed ones follow.
struct column {
    std::string_view name; ///< what the database calls it
    const type_info* type = nullptr;
    managed managed_by = managed::none;
    bool key = false;                        ///< part of the primary key
    bool generated = false;                  ///< a key that the database makes when it is 0
    initializer given = initializer::absent; ///< whether the struct has a default for it
    std::string_view field{}; ///< what the program calls it; `name` where the options say nothing else
    std::string_view kept{};  ///< the form in which SQLite keeps it, by the options (schema/kept_words.hpp)
    std::string_view zone{};  ///< of times that another program's column keeps without one

    [[nodiscard]] constexpr bool nullable() const noexcept { return type->nullable(); }
    /// Whether the database itself fills it.
    [[nodiscard]] constexpr bool computed() const noexcept { return managed_by == managed::database; }
    /// Its name in messages.
    [[nodiscard]] constexpr std::string_view called() const noexcept { return field.empty() ? name : field; }
};

inline constexpr std::size_t index_capacity = 8; ///< columns of one index, key or foreign key

/// A foreign key: columns that hold another table's key, most often one.
struct foreign_key {
    std::uint16_t column = 0;
    std::string_view table;  ///< the referenced table
    std::string_view target; ///< its key column
    on_delete action = on_delete::restrict;
    bool marks = false; ///< the referenced table only marks its deleted records
    bool partitioned =
        false;            ///< it stays within the tenant: the partition columns of both tables belong to it
    std::size_t more = 0; ///< how many columns it has besides the first
    std::uint16_t more_columns[index_capacity - 1]{};
    std::string_view more_targets[index_capacity - 1]{};

    [[nodiscard]] constexpr std::size_t size() const noexcept { return 1 + more; }
    [[nodiscard]] constexpr std::uint16_t column_at(std::size_t i) const noexcept {
        return i == 0 ? column : more_columns[i - 1];
    }
    [[nodiscard]] constexpr std::string_view target_at(std::size_t i) const noexcept {
        return i == 0 ? target : more_targets[i - 1];
    }
    [[nodiscard]] constexpr bool has(std::size_t wanted) const noexcept {
        bool found = column == wanted;
        for (std::size_t i = 0; i < more; ++i) found = found || more_columns[i] == wanted;
        return found;
    }
};

/// One step of a condition in postfix order; see `schema::condition`.
struct condition_step {
    enum class what : std::uint8_t {
        column,
        integer,
        decimal,
        duration,
        real,
        text,
        boolean,
        date,
        timestamp,
        enumerator,
        eq,
        ne,
        lt,
        le,
        gt,
        ge,
        both,
        either,
        not_null,
        is_null
    };
    what step{};
    std::string_view name{}; ///< a column's name, a text, or the name of an enumeration's value
    std::int64_t integer =
        0; ///< also a decimal's units, a duration's or a time's microseconds, days, an enumeration's value
    double real = 0;
    std::uint8_t scale = 0; ///< digits after the point of a decimal
};

inline constexpr std::size_t condition_capacity = 16; ///< four comparisons joined

/// A condition over columns by name, for checks and partial indexes. Plain data, in postfix order.
struct condition {
    condition_step steps[condition_capacity]{};
    std::size_t size = 0;
    bool too_long = false; ///< it had more steps than fit; such a model is refused

    /// Whether it is about a column of this name.
    [[nodiscard]] constexpr bool names(std::string_view column) const noexcept {
        for (std::size_t i = 0; i < size; ++i)
            if (steps[i].step == condition_step::what::column && steps[i].name == column) return true;
        return false;
    }
};

/// An index; unique where it guards a constraint.
struct index {
    std::uint16_t columns[index_capacity]{};
    std::size_t size = 0;
    bool unique = false;
    condition where{}; ///< a partial index where not empty

    [[nodiscard]] constexpr constant_list<std::uint16_t> parts() const noexcept { return {columns, size}; }
};

/// An index of pgvector's over a column of vectors.
struct similar_index {
    std::uint16_t column = 0;
    measure by = measure::cosine;
};

/// A named CHECK constraint of the user's.
struct check {
    std::string_view name;
    condition that;
};

/// What a database of a former version calls otherwise: a column, or, where `column` names one, a name of its
/// enumeration.
struct renaming {
    std::string_view former{};
    std::string_view latter{};
    std::string_view column{};
};

/// The position of the column of a field, or the number of columns. (No pointer: g++ 12 takes no comparison
/// of addresses for a constant expression under -fsanitize=undefined.)
[[nodiscard]] constexpr std::size_t position_of_field(constant_list<column> columns,
                                                      std::string_view field) noexcept {
    std::size_t at = 0;
    while (at < columns.size() && columns[at].field != field) ++at;
    return at;
}

/// A table's name in two parts: `sales.orders` is the table orders of the schema sales.
struct table_path {
    std::string_view space{}; ///< empty: where the connection looks first
    std::string_view name{};
};
/// A part in double quotes may hold points: `sales."v1.orders"`.
[[nodiscard]] constexpr table_path path_of(std::string_view whole) noexcept {
    const auto unquoted = [](std::string_view part) {
        const bool quoted = part.size() > 1 && part.front() == '"' && part.back() == '"';
        return quoted ? part.substr(1, part.size() - 2) : part;
    };
    bool inside = false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (whole[i] == '"') inside = !inside;
        if (whole[i] == '.' && !inside) return {unquoted(whole.substr(0, i)), unquoted(whole.substr(i + 1))};
    }
    return {{}, unquoted(whole)};
}

/// A table: arrays of plain structs with static storage duration.
struct table {
    std::string_view model; ///< the struct's name, without namespaces
    std::string_view name;  ///< as the options give it, perhaps with its schema: `path()` takes it apart
    constant_list<column> columns{};
    constant_list<std::uint16_t> key{};
    constant_list<foreign_key> foreign_keys{};
    constant_list<index> indexes{};
    constant_list<check> checks{};
    std::size_t own_columns = 0; ///< how many columns are fields of the struct
    int generated_key = -1;      ///< the index of the generated key column, or -1
    int created_at = -1;
    int updated_at = -1;
    bool reuse_keys = false; ///< a deleted row's key may be given again
    constant_list<similar_index> similar{};
    constant_list<std::uint16_t> full_text{}; ///< columns that a full-text search looks into
    schema::policy policy{};                  ///< what its options add to every statement
    bool read_only = false;                   ///< never written, and perhaps a view: it may lack a key
    constant_list<foreign_key> references{};  ///< the foreign keys, and after them those not enforced
    std::string_view renamed_table{};         ///< its name in a database of a former version
    constant_list<renaming> renamed{};        ///< what such a database calls otherwise
    constant_pointer<table> history{}; ///< the table of its past versions (schema/detail/history_data.hpp)

    [[nodiscard]] constexpr table_path path() const noexcept { return path_of(name); }
    /// Its name without its schema.
    [[nodiscard]] constexpr std::string_view plain() const noexcept { return path().name; }

    /// The position of a column, or -1.
    [[nodiscard]] constexpr int find(std::string_view wanted) const noexcept {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].name == wanted) return static_cast<int>(i);
        return -1;
    }
    /// The position of the column of a field, or -1.
    [[nodiscard]] constexpr int find_field(std::string_view wanted) const noexcept {
        const auto at = position_of_field(columns, wanted);
        return at < columns.size() ? static_cast<int>(at) : -1;
    }
};

/// Whether some column of a table is computed by the database.
[[nodiscard]] constexpr bool computes(const table& t) noexcept {
    bool any = false;
    for (const auto& c : t.columns) any = any || c.computed();
    return any;
}

/// Whether some columns are those of the table's key, in any order.
[[nodiscard]] constexpr bool is_key(const table& t, constant_list<std::uint16_t> columns) noexcept {
    if (columns.size() != t.key.size()) return false;
    for (const auto k : t.key) {
        bool found = false;
        for (const auto c : columns) found = found || c == k;
        if (!found) return false;
    }
    return true;
}

} // namespace dataflow::schema
