// Foreign keys over several columns.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/pull/detail/choice.hpp>
#include <dataflow/pull/detail/constraints.hpp>
#include <dataflow/pull/planned.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

/// What a field keeps: an id its key.
[[nodiscard]] inline std::string_view kept_type(const planned_field& f) noexcept {
    return f.spelled.empty() ? std::string_view{f.type.name} : id_type(f.type);
}

/// Whether a field keeps what another one does; a plain whole number can be made as wide as an id.
[[nodiscard]] inline bool can_keep(const planned_model& m, const planned_field& f,
                                   const planned_field& theirs) {
    const auto wanted = kept_type(theirs);
    if (kept_type(f) == wanted) return true;
    const bool told = std::any_of(m.references.begin(), m.references.end(), [&](const auto& r) {
        return std::find(r.fields.begin(), r.fields.end(), f.name) != r.fields.end();
    });
    return f.spelled.empty() && f.type.kind == family::whole && wanted == "std::int64_t" && !told;
}

/// Whether a foreign key over several columns is one that the options name; then it is added to them.
inline bool plan_wide_key(planned_model& m, const catalog::foreign_key& k, const planned_model& other) {
    const auto& key = other.table->key.columns;
    const bool nulls = k.on_delete == catalog::action::set_null,
               cascades = k.on_delete == catalog::action::cascade;
    if (m.read_only || other.read_only || key.size() != k.columns.size() ||
        k.on_delete == catalog::action::set_default || m.references.size() == most_of_a_list)
        return false;
    std::vector<planned_field*> fields;
    for (const auto part : key) { // in the order of the other's key
        const auto at = std::find(k.target_columns.begin(), k.target_columns.end(), part);
        if (at == k.target_columns.end()) return false;
        auto* const f = field_of(m, k.columns[static_cast<std::size_t>(at - k.target_columns.begin())]);
        const auto* const theirs = other.field_of(part);
        if (f == nullptr || f->name.empty() || theirs == nullptr || !can_keep(m, *f, *theirs) ||
            (nulls && !f->column->nullable))
            return false;
        fields.push_back(f);
    }
    planned_reference one{{}, other.name, nulls ? "set_null" : cascades ? "cascade" : ""};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i]->spelled.empty()) fields[i]->type.name = kept_type(*other.field_of(key[i]));
        one.fields.push_back(fields[i]->name);
    }
    m.references.push_back(std::move(one));
    return true;
}

/// Plans the foreign keys over several columns, and puts each model after those that they lead to. The
/// others, and those that lead around in a ring, are notes.
class wide_keys {
  public:
    wide_keys(std::vector<planned_model>& models, const all_tables& in) : models_(models), in_(in) {}

    void plan() {
        for (std::size_t i = 0; i < models_.size(); ++i) at_.emplace(models_[i].table, i);
        state_.resize(models_.size());
        for (std::size_t i = 0; i < models_.size(); ++i) visit(i);
        std::vector<planned_model> sorted;
        for (const auto i : order_) sorted.push_back(std::move(models_[i]));
        models_ = std::move(sorted);
    }

  private:
    enum class state : std::uint8_t { unseen, begun, done };

    void visit(std::size_t i) {
        if (state_[i] != state::unseen) return;
        state_[i] = state::begun;
        auto& m = models_[i];
        for (const auto& k : m.table->foreign_keys) {
            if (k.columns.size() < 2) continue;
            const auto known = at_.find(in_.target_of(k, *m.table));
            if (known != at_.end()) visit(known->second);
            const bool before =
                known != at_.end() && (known->second == i || state_[known->second] == state::done);
            if (!before || !plan_wide_key(m, k, models_[known->second])) m.notes.push_back(words_of_key(k));
        }
        state_[i] = state::done;
        order_.push_back(i);
    }

    std::vector<planned_model>& models_;
    const all_tables& in_;
    std::map<const catalog::table*, std::size_t> at_{};
    std::vector<state> state_{};
    std::vector<std::size_t> order_{};
};

} // namespace dataflow::pull::detail
