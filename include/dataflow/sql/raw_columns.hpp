// Columns that a statement written by hand names: what is known of them when it runs.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/raw_words.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql {

/// A column of a database's models: of a form of its own, or the library's own. Neither where its name is
/// that of none, or of several that differ.
struct raw_column {
    const column_form* form = nullptr;
    const schema::column* own = nullptr;

    [[nodiscard]] bool known() const noexcept { return own != nullptr; }
    [[nodiscard]] const type_info& type() const noexcept { return stored_type(*own->type); }
    /// Whether the same is done for both.
    [[nodiscard]] bool is_as(const raw_column& other) const noexcept {
        if (type().stored != other.type().stored || type().scale != other.type().scale) return false;
        if (form == nullptr || other.form == nullptr) return form == other.form;
        const auto &a = form->kept, &b = other.form->kept;
        return form->write == other.form->write || // of PostgreSQL; of SQLite it tells their numbers
               (a.how != kept_as::as_sent && a.how == b.how && a.shape == b.shape &&
                a.booleans == b.booleans && a.real_column == b.real_column);
    }
};

namespace detail {
/// Whether two names are the same to a database that folds them.
[[nodiscard]] inline bool same_letters(std::string_view a, std::string_view b) noexcept {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}
/// Whether a text has a word, in any case.
[[nodiscard]] inline bool mentions(std::string_view text, std::string_view word) noexcept {
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
        if (!same_letters(text.substr(at, word.size()), word)) continue;
        const bool starts = at == 0 || !is_word(text[at - 1]);
        if (starts && (at + word.size() == text.size() || !is_word(text[at + word.size()]))) return true;
    }
    return false;
}
} // namespace detail

/// The column of a name in the tables that a text mentions.
[[nodiscard]] inline raw_column find_raw_column(const forms& all, std::string_view name,
                                                std::string_view text) {
    raw_column out;
    if (name.empty()) return out;
    for (const auto* t : all.tables()) {
        if (!detail::mentions(text, t->name.substr(t->name.rfind('.') + 1))) continue;
        for (const auto& c : t->columns) {
            if (!detail::same_letters(c.name, name)) continue;
            const raw_column one{all.find(t->name, c.name), &c};
            if (out.known() && !out.is_as(one)) return {};
            out = one;
        }
    }
    return out;
}

} // namespace dataflow::rooms::sql
