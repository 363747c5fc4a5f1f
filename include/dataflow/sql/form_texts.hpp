// Columns in the text of a statement: which table's they are, and in which form their values stand.
#pragma once

#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/scope.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
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
    const auto begin = out_.size();
    out_.append(form->read.before);
    plain_column(name, of).out_.append(form->read.after);
    formed_ = {begin, out_.size(), form};
    return *this;
}

constexpr writer& writer::value(value_source from) {
    const auto* wraps = facing_;
    if (wraps != nullptr && wraps->is_bound_by_driver()) {
        from.form = wraps->number;
        from.compared = !wraps->as_utc; // which is stored as it is compared
        wraps = nullptr;
    }
    int at = dialect_->numbered ? sources_.find(from) : -1;
    if (at < 0) {
        at = parameters();
        sources_.add(from);
    }
    if (wraps != nullptr) out_.append(wraps->beside.before);
    out_.append(dialect_->parameter);
    if (dialect_->numbered) out_.append_number(at + 1);
    if (wraps != nullptr) out_.append(wraps->beside.after);
    return *this;
}

constexpr bool writer::note_result(const column_form* form) {
    if (results_.note == nullptr) return false;
    const bool by_driver = form != nullptr && form->is_read_by_driver();
    results_.note(results_.to, by_driver ? form : nullptr);
    return by_driver;
}
constexpr void writer::result_since(std::size_t before, bool ordered) {
    if (results_.note == nullptr) return;
    const bool alone = formed_.form != nullptr && formed_.begin == before && formed_.end == out_.size();
    if (!note_result(alone && (formed_.form->ordered || !ordered) ? formed_.form : nullptr)) return;
    const auto& around = formed_.form->read;
    text inside;
    inside.append(out_.view().substr(before + around.before.size(),
                                     formed_.end - before - around.before.size() - around.after.size()));
    out_.shrink(before);
    out_.append(inside.view());
    formed_ = {};
}

constexpr void writer::store_since(text_position before, const column_form& form) {
    const auto written = out_.view().substr(before.size);
    text one;
    one.append(dialect_->parameter);
    if (dialect_->numbered) one.append_number(parameters());
    const bool alone = sources_.size() == before.parameters + 1 && written == one.view();
    if (alone && form.is_bound_by_driver() && sources_.last().form == 0) {
        sources_.last().form = form.number;
        return;
    }
    text inside;
    inside.append(written);
    out_.shrink(before.size);
    out_.append(form.write.before);
    out_.append(inside.view());
    out_.append(form.write.after);
}

/// What is stored in a column: writes `value` in the column's form.
template <class Value>
constexpr void stored_in(writer& w, const column_form* form, Value value) {
    const auto before = w.here();
    value();
    if (form != nullptr) w.store_since(before, *form);
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

/// For the time of its life no columns are noted as those of the statement's result.
class unnoted {
  public:
    constexpr explicit unnoted(writer& w) noexcept : to_(w), before_(w.note_results({})) {}
    unnoted(const unnoted&) = delete;
    unnoted& operator=(const unnoted&) = delete;
    constexpr ~unnoted() { to_.note_results(before_); }

    /// What `items` writes is noted all the same.
    template <class Items>
    constexpr void but_of(bool noted, Items items) const {
        if (noted) to_.note_results(before_);
        items();
        to_.note_results({});
    }

  private:
    writer& to_;
    result_notes before_;
};

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

/// Which ends of an outline a comparison asks for.
enum class outline_ends : std::uint8_t { none, low, high, both };

/// For the time of its life, what is written stands in parentheses, with a column's outline before it.
class outlined {
  public:
    constexpr explicit outlined(writer& w) noexcept : to_(w) {}
    outlined(const outlined&) = delete;
    outlined& operator=(const outlined&) = delete;
    constexpr ~outlined() {
        if (open_) to_ << ")";
    }

    /// Writes it, where the column's form has one, and does not keep what the comparison asks for. `nulls`:
    /// NULL is equal to NULL.
    template <class Low, class High>
    constexpr void begin_with(const column_form* form, bool by_order, outline_ends ends,
                              std::string_view name, std::string_view of, Low low, High high,
                              bool nulls = false) {
        if (ends == outline_ends::none || !is_asked(form, by_order)) return;
        const bool both = ends == outline_ends::both;
        place(form, name, of);
        if (ends != outline_ends::high) {
            to_ << (both ? " BETWEEN " : " >= ");
            end(form->outline.low, low);
        }
        if (ends != outline_ends::low) {
            to_ << (both ? " AND " : " <= ");
            end(form->outline.high, high);
            if (form->outline.strays) (to_ << " OR ").plain_column(name, of) << " >= ''";
        }
        if (nulls) {
            (to_ << " OR (").plain_column(name, of) << " IS NULL AND ";
            end({}, low);
            to_ << " IS NULL)";
        }
        to_ << ") AND ";
    }
    constexpr void begin(const column_form* form, bool by_order, outline_ends ends, std::string_view name,
                         std::string_view of, value_source low, value_source high, bool nulls = false) {
        begin_with(form, by_order, ends, name, of, [&] { to_.value(low); }, [&] { to_.value(high); }, nulls);
    }
    /// The same of `IN`, where equal values have one outline.
    constexpr void begin_in(const column_form* form, std::string_view name, std::string_view of,
                            storage element, value_source list) {
        if (form == nullptr || !form->outline.one || !is_asked(form, false)) return;
        place(form, name, of);
        end(form->outline.low, [&] { to_.in_list(element, list); });
        to_ << ") AND ";
    }

  private:
    [[nodiscard]] constexpr bool is_asked(const column_form* form, bool by_order) noexcept {
        open_ = form != nullptr && form->outline.there() && !form->compares(by_order);
        return open_;
    }
    constexpr void place(const column_form* form, std::string_view name, std::string_view of) {
        to_ << "((" << form->outline.place.before;
        to_.plain_column(name, of) << form->outline.place.after;
    }
    template <class Written>
    constexpr void end(const wrapping& around, Written written) {
        const column_form as{.beside = around};
        const auto* const before = to_.face(&as);
        written();
        to_.face(before);
    }

    writer& to_;
    bool open_ = false;
};

} // namespace dataflow::rooms::sql
