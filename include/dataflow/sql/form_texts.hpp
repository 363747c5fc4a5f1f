// Columns in the text of a statement: which table's they are, and in which form their values stand.
#pragma once

#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/scope.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {
[[nodiscard]] constexpr bool is_called(const source& s, std::string_view name) noexcept {
    return name.empty() || name == (s.alias.empty() ? s.table : s.alias);
}
} // namespace detail

constexpr void writer::find_table(std::string_view of) {
    for (const auto* s = scope_; s != nullptr; s = s->outer)
        for (std::size_t i = 0; i < s->sources.size(); ++i) {
            if (!detail::is_called(s->sources[i], of)) continue;
            table_number(s->first + static_cast<int>(i)).out_.append('.');
            return;
        }
    identifier(of).out_.append('.');
}

constexpr const column_form* writer::form_of(std::string_view name, std::string_view of) const {
    if (forms_ == nullptr) return nullptr;
    for (const auto* s = scope_; s != nullptr; s = s->outer)
        for (const auto& from : s->sources)
            if (detail::is_called(from, of)) return from.made ? nullptr : forms_->find(from.table, name);
    return forms_->find(of.empty() ? home_ : of, name);
}

constexpr writer& writer::column(std::string_view name, std::string_view of) {
    const auto* form = facing_ == nullptr ? form_of(name, of) : nullptr;
    if (form == nullptr) return plain_column(name, of);
    out_.append(form->read.before);
    plain_column(name, of).out_.append(form->read.after);
    return *this;
}

/// What is stored in a column: writes `value` in the column's form.
template <class Value>
constexpr void stored_in(writer& w, const column_form* form, Value value) {
    if (form != nullptr) w << form->write.before;
    value();
    if (form != nullptr) w << form->write.after;
}

/// A column of a numbered table.
struct numbered_column {
    int table = 0;
    std::string_view name{};
    const column_form* form = nullptr;

    constexpr void write(writer& w, bool as_it_is) const {
        const bool wraps = form != nullptr && !as_it_is;
        if (wraps) w << form->read.before;
        (w.table_number(table) << ".").identifier(name);
        if (wraps) w << form->read.after;
    }
};
/// `t1."a" = t0."b"`, by what the columns mean.
constexpr void columns_meet(writer& w, const numbered_column& a, const numbered_column& b) {
    const bool same = alike(a.form, b.form);
    a.write(w, same);
    w << " = ";
    b.write(w, same);
}

/// For the time of its life: columns and values are written as they are compared with a column of this form.
/// Null, and a form that keeps not what the comparison asks for: as everywhere, in the library's form.
class facing {
  public:
    constexpr facing(writer& w, const column_form* form, bool by_order) noexcept
        : to_(w), before_(w.face(form != nullptr && form->compares(by_order) ? form : nullptr)) {}
    facing(const facing&) = delete;
    facing& operator=(const facing&) = delete;
    constexpr ~facing() { to_.face(before_); }

  private:
    writer& to_;
    const column_form* before_;
};

} // namespace dataflow::rooms::sql
