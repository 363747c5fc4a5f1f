// A model described by hand, statements from plain texts, and small helpers for the driver's tests.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/driver/sqlite/connection.hpp>

#include "support/numbered.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <gtest/gtest.h>
#include <initializer_list>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace sqlite_test {

namespace df = dataflow;
using df::error_kind;
using df::field_access;
using df::storage;
using df::value;
using df::driver::sqlite_::connection;
using df::driver::sqlite_::settings;

enum class color : std::uint8_t { red = 1, green = 2 };

struct item {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> note{};
    double score = 0;
    float ratio = 0;
    bool active = false;
    std::int16_t small = 0;
    df::bytes raw{};
    df::timestamp at{};
    df::date day{std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}};
    df::uuid key{};
    color paint = color::red;

    friend bool operator==(const item&, const item&) = default;
};

template <class T>
inline constexpr df::optional_access optional_of{
    [](const void* p) -> const void* {
        const auto& o = *static_cast<const std::optional<T>*>(p);
        return o ? &*o : nullptr;
    },
    [](void* p) -> void* { return &static_cast<std::optional<T>*>(p)->emplace(); },
    [](void* p) { static_cast<std::optional<T>*>(p)->reset(); }};

inline constexpr df::enumerator colors[] = {{1, "red"}, {2, "green"}};

inline constexpr df::type_info int64_type{storage::int64, df::layout::int64, 8};
inline constexpr df::type_info int16_type{storage::int16, df::layout::int16, 2};
inline constexpr df::type_info text_type{storage::text, df::layout::text, sizeof(std::string)};
inline constexpr df::type_info optional_text_type{storage::text,
                                                  df::layout::text,
                                                  sizeof(std::optional<std::string>),
                                                  0,
                                                  true,
                                                  &optional_of<std::string>,
                                                  {}};
inline constexpr df::type_info optional_int64_type{storage::int64,
                                                   df::layout::int64,
                                                   sizeof(std::optional<std::int64_t>),
                                                   0,
                                                   true,
                                                   &optional_of<std::int64_t>,
                                                   {}};
inline constexpr df::type_info double_type{storage::float64, df::layout::float64, 8};
inline constexpr df::type_info float_type{storage::float32, df::layout::float32, 4};
inline constexpr df::type_info bool_type{storage::boolean, df::layout::boolean, 1};
inline constexpr df::type_info bytes_type{storage::bytes, df::layout::bytes, sizeof(df::bytes)};
inline constexpr df::type_info timestamp_type{storage::timestamp, df::layout::timestamp,
                                              sizeof(df::timestamp)};
inline constexpr df::type_info date_type{storage::date, df::layout::date, sizeof(df::date)};
inline constexpr df::type_info uuid_type{storage::uuid, df::layout::uuid, 16};
inline constexpr df::type_info color_type{storage::text, df::layout::enumeration, 1, 1, false, nullptr,
                                          colors};

inline constexpr field_access item_fields[] = {
    {offsetof(item, id), &int64_type, "id"},
    {offsetof(item, name), &text_type, "name"},
    {offsetof(item, note), &optional_text_type, "note"},
    {offsetof(item, score), &double_type, "score"},
    {offsetof(item, ratio), &float_type, "ratio"},
    {offsetof(item, active), &bool_type, "active"},
    {offsetof(item, small), &int16_type, "small"},
    {offsetof(item, raw), &bytes_type, "raw"},
    {offsetof(item, at), &timestamp_type, "at"},
    {offsetof(item, day), &date_type, "day"},
    {offsetof(item, key), &uuid_type, "key"},
    {offsetof(item, paint), &color_type, "paint"},
};

inline const df::schema::column item_columns[] = {
    {.name = "id", .type = &int64_type, .key = true, .generated = true},
    {.name = "name", .type = &text_type},
    {.name = "note", .type = &optional_text_type},
    {.name = "score", .type = &double_type},
    {.name = "ratio", .type = &float_type},
    {.name = "active", .type = &bool_type},
    {.name = "small", .type = &int16_type},
    {.name = "raw", .type = &bytes_type},
    {.name = "at", .type = &timestamp_type},
    {.name = "day", .type = &date_type},
    {.name = "key", .type = &uuid_type},
    {.name = "paint", .type = &color_type},
};
inline constexpr std::uint16_t item_key[] = {0};
inline const df::schema::index item_indexes[] = {{.columns = {6}, .size = 1},
                                                 {.columns = {1}, .size = 1, .unique = true},
                                                 {.columns = {3, 4}, .size = 2, .unique = true}};
inline const df::schema::table items{.model = "Item",
                                     .name = "items",
                                     .columns = item_columns,
                                     .key = item_key,
                                     .foreign_keys = {},
                                     .indexes = item_indexes,
                                     .checks = {},
                                     .own_columns = 12,
                                     .generated_key = 0};

inline constexpr std::string_view items_ddl = R"(
CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, note TEXT, score REAL NOT NULL DEFAULT 0, ratio REAL DEFAULT 0,
    active INTEGER DEFAULT 0, small INTEGER NOT NULL DEFAULT 0 CONSTRAINT items_small_range CHECK (small BETWEEN -32768 AND 32767),
    raw BLOB, at TEXT, day TEXT, key TEXT, paint TEXT,
    CONSTRAINT items_name_key UNIQUE (name),
    CONSTRAINT short_name CHECK (length(name) < 2000000), CONSTRAINT score_range CHECK (score < 1e300 OR score > 1e308));
CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER, parent INTEGER REFERENCES items (id), UNIQUE (a, b));
)";

/// A statement of any text. One that is kept must be a static object.
struct text_statement : df::rooms::sql::statement {
    std::string_view text;
    explicit text_statement(std::string_view sql, df::rooms::sql::statement_id* kept = nullptr) : text{sql} {
        node = "probe";
        table = &items;
        cache = kept;
        own_text = [](df::rooms::sql::writer& w, const df::rooms::sql::statement& s) {
            numbered::write(w, static_cast<const text_statement&>(s).text);
        };
    }
};

inline df::driver::outcome run(connection& c, std::string_view sql,
                               std::initializer_list<value> parameters = {}) {
    const std::vector<value> bound{parameters};
    return c.run(text_statement{sql}, 0, {.given = bound}, nullptr);
}

/// Runs a statement whose rows fill objects of type T.
template <class T>
std::vector<T> rows(connection& c, std::string_view sql, std::span<const field_access> fields,
                    std::initializer_list<value> parameters = {}) {
    std::deque<T> out;
    df::driver::row_target target{
        [](void* state) -> void* { return &static_cast<std::deque<T>*>(state)->emplace_back(); }, &out,
        fields};
    const std::vector<value> bound{parameters};
    const auto done = c.run(text_statement{sql}, 0, {.given = bound}, &target);
    EXPECT_EQ(done.returned, static_cast<std::int64_t>(out.size()));
    return {out.begin(), out.end()};
}

/// The steps of a statement's plan, from the outer loop inwards.
inline std::vector<std::string> plan(connection& c, std::string_view sql,
                                     std::initializer_list<value> parameters) {
    struct step {
        std::int64_t id, parent, unused;
        std::string detail;
    };
    static constexpr field_access fields[] = {{offsetof(step, id), &int64_type, "id"},
                                              {offsetof(step, parent), &int64_type, "parent"},
                                              {offsetof(step, unused), &int64_type, "unused"},
                                              {offsetof(step, detail), &text_type, "detail"}};
    std::vector<std::string> out;
    for (auto& s : rows<step>(c, "EXPLAIN QUERY PLAN " + std::string{sql}, fields, parameters))
        out.push_back(std::move(s.detail));
    return out;
}

inline constexpr field_access text_field[] = {{0, &optional_text_type, "text"}};
inline constexpr field_access number_field[] = {{0, &optional_int64_type, "number"}};

inline std::optional<std::string> text(connection& c, std::string_view sql,
                                       std::initializer_list<value> parameters = {}) {
    return rows<std::optional<std::string>>(c, sql, text_field, parameters).at(0);
}
inline std::optional<std::int64_t> number(connection& c, std::string_view sql,
                                          std::initializer_list<value> parameters = {}) {
    return rows<std::optional<std::int64_t>>(c, sql, number_field, parameters).at(0);
}
inline value integer(std::int64_t n) { return value::of_integer(storage::int64, n, "number"); }

/// The error that a call throws; fails the test where it throws none.
template <class Call>
df::error error_of(Call call) {
    try {
        call();
    } catch (const df::error& e) {
        return e;
    }
    ADD_FAILURE() << "nothing was thrown";
    return df::error{error_kind::not_found, {.message = "nothing was thrown"}};
}

/// Objects as the rows of `dataflow_rows`.
template <class T>
df::rows_view view(const std::vector<T>& objects, std::span<const field_access> fields) {
    return {reinterpret_cast<const std::byte*>(objects.data()), sizeof(T), objects.size(), fields};
}

/// A directory that is gone with the test.
class scratch_directory {
  public:
    scratch_directory()
        : path_{std::filesystem::temp_directory_path() /
                ("dataflow_sqlite_" + std::to_string(std::random_device{}()))} {
        std::filesystem::create_directories(path_);
    }
    ~scratch_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

} // namespace sqlite_test
