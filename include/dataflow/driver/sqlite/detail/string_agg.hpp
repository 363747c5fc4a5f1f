// dataflow_string_agg: texts joined in an order, on SQLites of all versions.
#pragma once

#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::driver::sqlite_::detail {

/// A key of the order, or NULL. A column holds values of one kind; whole and real numbers may still meet in
/// an expression.
struct sort_key {
    int type = SQLITE_NULL;
    std::int64_t whole = 0;
    double real = 0;
    std::string bytes{};

    explicit sort_key(sqlite3_value* v) : type(sqlite3_value_type(v)) {
        if (type == SQLITE_INTEGER) real = static_cast<double>(whole = sqlite3_value_int64(v));
        else if (type == SQLITE_FLOAT) real = sqlite3_value_double(v);
        else if (type == SQLITE_TEXT) take(sqlite3_value_text(v), v);
        else if (type == SQLITE_BLOB) take(sqlite3_value_blob(v), v);
    }
    [[nodiscard]] int compared(const sort_key& other) const noexcept {
        if (type == SQLITE_INTEGER && other.type == SQLITE_INTEGER)
            return whole < other.whole ? -1 : other.whole < whole ? 1 : 0;
        if (type == SQLITE_TEXT || type == SQLITE_BLOB) return bytes.compare(other.bytes);
        return real < other.real ? -1 : other.real < real ? 1 : 0;
    }

  private:
    void take(const void* from, sqlite3_value* v) {
        if (const int size = sqlite3_value_bytes(v); size > 0)
            bytes.assign(static_cast<const char*>(from), static_cast<std::size_t>(size));
    }
};

struct gathered_texts {
    struct entry {
        std::string text;
        std::vector<sort_key> keys;
    };
    std::string between{}, order{}; ///< `order`: 'u' for different ones only, and a letter for each key
    std::vector<entry> all{};

    void sort() {
        const bool different = order.starts_with('u');
        const std::string_view letters = std::string_view{order}.substr(different ? 1 : 0);
        std::sort(all.begin(), all.end(), [&](const entry& a, const entry& b) {
            for (std::size_t i = 0; i < letters.size(); ++i) {
                const auto& left = a.keys[i];
                const auto& right = b.keys[i];
                const bool descending = letters[i] == 'd' || letters[i] == 'D';
                const bool nulls_first = letters[i] == 'A' || letters[i] == 'D';
                if ((left.type == SQLITE_NULL) != (right.type == SQLITE_NULL))
                    return (left.type == SQLITE_NULL) == nulls_first;
                if (left.type == SQLITE_NULL) continue;
                if (const int c = left.compared(right); c != 0) return descending ? c > 0 : c < 0;
            }
            return a.text < b.text;
        });
        if (different)
            all.erase(std::unique(all.begin(), all.end(),
                                  [](const entry& a, const entry& b) { return a.text == b.text; }),
                      all.end());
    }
};

/// dataflow_string_agg(text, between, order, keys...).
inline void string_agg_step(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    auto** held = static_cast<gathered_texts**>(sqlite3_aggregate_context(to, sizeof(gathered_texts*)));
    if (held == nullptr) return sqlite3_result_error_nomem(to);
    const auto text_of = [](sqlite3_value* v) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(v));
        return text == nullptr ? std::string{}
                               : std::string(text, static_cast<std::size_t>(sqlite3_value_bytes(v)));
    };
    try {
        if (*held == nullptr) {
            *held = new gathered_texts;
            (*held)->between = text_of(arguments[1]);
            (*held)->order = text_of(arguments[2]);
        }
        auto& entry = (*held)->all.emplace_back();
        entry.text = text_of(arguments[0]);
        for (int i = 3; i < count; ++i) entry.keys.emplace_back(arguments[i]);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}
/// Also called where the statement is given up.
inline void string_agg_final(sqlite3_context* to) {
    auto** held = static_cast<gathered_texts**>(sqlite3_aggregate_context(to, 0));
    if (held == nullptr || *held == nullptr) return;
    const std::unique_ptr<gathered_texts> texts{*held};
    *held = nullptr;
    try {
        texts->sort();
        std::string out;
        for (std::size_t i = 0; i < texts->all.size(); ++i) {
            if (i != 0) out += texts->between;
            out += texts->all[i].text;
        }
        sqlite3_result_text64(to, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}

} // namespace dataflow::driver::sqlite_::detail
