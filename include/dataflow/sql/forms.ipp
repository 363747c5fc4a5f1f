// The code of sql/forms.hpp.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

struct forms::parts {
    struct limited {
        std::string_view table{}, column{};
        column_limit to{};
    };

    std::vector<column_form> all{};
    std::vector<limited> limits{};
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places{}; ///< by their names
    std::vector<const schema::table*> tables{};
    std::vector<std::unique_ptr<const std::string>> texts{}; // which stay where they are

    [[nodiscard]] std::string_view kept(std::string_view text) {
        return *texts.emplace_back(std::make_unique<const std::string>(text));
    }
};

namespace detail {

/// The outline of a column of SQLite, where it can have one. Its functions are SQLite's own where an index is
/// to be made over them: other programs write to the table, too.
inline void add_outline(column_form& to, std::string_view end) {
    auto& o = to.outline;
    switch (to.kept.how) {
    case kept_as::number:
    case kept_as::number_text: o.place = {"CAST(", " AS REAL)"}; break;
    case kept_as::uuid_hex:
    case kept_as::uuid_upper:
    case kept_as::uuid_bytes: // which quote() writes as X'...'
        o.place = {"lower(trim(replace(quote(", "), '-', ''), 'X'''))"};
        o.one = true;
        break;
    case kept_as::julian_days:
    case kept_as::unix_real: o.strays = true; break;
    case kept_as::time_text:
        if (to.kept.stored == storage_of<time_of_day>) return; // some begin with a day
        break;
    default: return;
    }
    o.low = {"dataflow_low(", end};
    o.high = {o.one ? "dataflow_low(" : "dataflow_high(", end};
}

} // namespace detail

DATAFLOW_RUNTIME forms::forms() : parts_(new parts) {}
DATAFLOW_RUNTIME forms::~forms() { delete parts_; }

DATAFLOW_RUNTIME void forms::add(column_form one) {
    std::string end; // which tells the driver's functions the number of the form
    if (one.kept.how != kept_as::as_sent) {
        end = ", " + std::to_string(size_) + ")";
        one.read = {"dataflow_read(", end};
        if (one.kept.how != kept_as::real) {
            one.write = {"dataflow_store(", end};
            one.beside = {"dataflow_beside(", end};
        }
        if (!one.equal || !one.ordered) detail::add_outline(one, end);
    }
    for (auto* text : {&one.table, &one.column}) *text = parts_->kept(*text);
    for (auto* around :
         {&one.read, &one.write, &one.beside, &one.outline.place, &one.outline.low, &one.outline.high}) {
        around->before = parts_->kept(around->before);
        around->after = parts_->kept(around->after);
    }
    parts_->places.emplace(std::pair{one.table, one.column}, size_);
    one.number = static_cast<std::uint32_t>(++size_);
    parts_->all.push_back(one);
}

DATAFLOW_RUNTIME void forms::limit(std::string_view table, std::string_view column, const column_limit& to) {
    parts_->limits.push_back({parts_->kept(table), parts_->kept(column), to});
}

DATAFLOW_RUNTIME const column_limit* forms::limit_of(std::string_view table,
                                                     std::string_view column) const noexcept {
    for (const auto& one : parts_->limits)
        if (one.column == column && one.table == table) return &one.to;
    return nullptr;
}

DATAFLOW_RUNTIME void forms::know(const schema::table& one) { parts_->tables.push_back(&one); }

DATAFLOW_RUNTIME constant_list<const schema::table*> forms::tables() const noexcept {
    return {parts_->tables.data(), parts_->tables.size()};
}

DATAFLOW_RUNTIME const column_form& forms::operator[](std::size_t i) const noexcept { return parts_->all[i]; }

DATAFLOW_RUNTIME const column_form* forms::find(std::string_view table,
                                                std::string_view column) const noexcept {
    const auto at = parts_->places.find(std::pair{table, column});
    return at == parts_->places.end() ? nullptr : &parts_->all[at->second];
}

DATAFLOW_RUNTIME bool forms::has(std::string_view table) const noexcept {
    const auto at = parts_->places.lower_bound(std::pair{table, std::string_view{}});
    return at != parts_->places.end() && at->first.first == table;
}

} // namespace dataflow::rooms::sql
