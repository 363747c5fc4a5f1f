// Keys, foreign keys, unique constraints and indexes of a table, as far as a model says them; the others
// become notes.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/pull/detail/choice.hpp>
#include <dataflow/pull/planned.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

inline constexpr std::size_t most_of_a_list = 8;

/// "a", "b"
[[nodiscard]] inline std::string listed(constant_list<std::string_view> names) {
    std::string out;
    for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string{name};
    return out;
}

[[nodiscard]] inline planned_field* field_of(planned_model& m, std::string_view column) {
    for (auto& f : m.fields)
        if (f.column->name == column) return &f;
    return nullptr;
}

/// The type of a key of one column, as `df::id` takes it; empty for others.
[[nodiscard]] inline std::string_view id_type(const field_type& type) noexcept {
    switch (type.kind) {
    case family::whole: return "std::int64_t";
    case family::text: return type.name == "std::string" ? "std::string" : "";
    case family::uuid: return "df::uuid";
    default: return "";
    }
}
[[nodiscard]] inline std::string id_of(std::string_view model, std::string_view key) {
    const auto type = key == "std::int64_t" ? std::string{} : ", " + std::string{key};
    return "df::id<" + std::string{model} + type + ">";
}

[[nodiscard]] inline bool can_be_key(const planned_field& f) noexcept {
    switch (f.type.kind) {
    case family::none:
    case family::real:
    case family::json:
    case family::array: return false;
    default: return true;
    }
}

/// Plans the key: of one column an id, where the database makes its numbers, or where it is a text or a UUID.
/// Without one that a model can have, the model is read only.
inline void plan_key(planned_model& m) {
    const auto& key = m.table->key.columns;
    const bool keyed =
        !key.empty() && key.size() <= most_of_a_list && std::all_of(key.begin(), key.end(), [&](auto name) {
            const auto* const f = field_of(m, name);
            return f != nullptr && can_be_key(*f) && f->column->generated == catalog::generation::none;
        });
    if (!keyed) {
        m.read_only = true;
        if (key.empty()) m.notes.push_back("it has no primary key: no record of it can be written");
        else
            m.notes.push_back("PRIMARY KEY (" + listed(key) +
                              "): no model can have it, so no record can be written");
        return;
    }
    for (const auto name : key) m.key.push_back(field_of(m, name)->name);
    if (key.size() != 1) return;
    auto& f = *field_of(m, key[0]);
    const auto type = id_type(f.type);
    const bool made = f.column->numbered != catalog::identity::none;
    if (type == "std::int64_t" && !made) f.type.name = type; // others' ids of it are 64-bit numbers
    else if (!type.empty()) {
        f.spelled = id_of(m.name, type);
        if (f.name == "id") m.key.clear();
    }
    m.reuses_keys = f.column->numbered == catalog::identity::rowid;
}

/// What a foreign key does besides, in SQL.
[[nodiscard]] inline std::string words_of_actions(const catalog::foreign_key& k) {
    constexpr std::string_view words[]{"", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};
    std::string out;
    if (k.on_delete != catalog::action::none)
        out += " ON DELETE " + std::string{words[static_cast<std::size_t>(k.on_delete)]};
    if (k.on_update != catalog::action::none)
        out += " ON UPDATE " + std::string{words[static_cast<std::size_t>(k.on_update)]};
    if (k.deferrable) out += k.deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
    return out;
}
[[nodiscard]] inline std::string words_of_key(const catalog::foreign_key& k) {
    const auto schema = k.target_schema.empty() ? std::string{} : std::string{k.target_schema} + ".";
    return "FOREIGN KEY (" + listed(k.columns) + ") REFERENCES " + schema + std::string{k.target} + " (" +
           listed(k.target_columns) + ")" + words_of_actions(k);
}

[[nodiscard]] inline bool f_is_nullable(const planned_field* f) noexcept {
    return f != nullptr && f->column->nullable;
}

/// Types the fields that are foreign keys to models of one key; the other foreign keys are notes.
inline void plan_foreign_keys(planned_model& m, const std::map<const catalog::table*, planned_model*>& models,
                              const all_tables& in) {
    std::vector<const catalog::foreign_key*> keys;
    for (const auto& k : m.table->foreign_keys) keys.push_back(&k);
    std::sort(keys.begin(), keys.end(), [](const auto* a, const auto* b) { // equal ones in their order
        const auto before = [](const auto& x, const auto& y) {
            return std::lexicographical_compare(x.columns.begin(), x.columns.end(), y.columns.begin(),
                                                y.columns.end());
        };
        return before(*a, *b) || (!before(*b, *a) && a < b);
    });
    std::set<const planned_field*> typed;
    for (const auto* k : keys) {
        if (k->columns.size() > 1) continue; // wide_keys
        const auto* const target = in.target_of(*k, *m.table);
        const auto known = models.find(target);
        auto* const f = k->columns.size() == 1 ? field_of(m, k->columns[0]) : nullptr;
        const auto* const other = known == models.end() ? nullptr : known->second;
        const auto* const key = other == nullptr || other->read_only || target->key.columns.size() != 1
                                    ? nullptr
                                    : other->field_of(target->key.columns[0]);
        const bool to_key =
            key != nullptr && k->target_columns.size() == 1 && k->target_columns[0] == key->column->name;
        const auto type = to_key ? id_type(key->type) : std::string_view{};
        const bool own_key =
            f != nullptr && m.table->key.columns.size() == 1 && f->column->name == m.table->key.columns[0];
        const bool cascades = k->on_delete == catalog::action::cascade,
                   nulls = k->on_delete == catalog::action::set_null;
        // what the options cannot say of it is no promise that the table keeps
        const bool told = k->on_delete == catalog::action::set_default || (nulls && !f_is_nullable(f)) ||
                          ((cascades || nulls) && m.references.size() == most_of_a_list);
        if (f == nullptr || f->name.empty() || type.empty() || id_type(f->type) != type || told ||
            (own_key && other == &m) || !typed.insert(f).second) {
            (f != nullptr && !f->name.empty() ? f->notes : m.notes).push_back(words_of_key(*k));
            continue;
        }
        f->spelled = id_of(other->name, type);
        f->initializer = "{}";
        if (own_key) { // an id of another model is not the model's own
            m.key = {f->name};
            m.reuses_keys = false;
        }
        if ((cascades || nulls) && !m.read_only)
            m.references.push_back({{f->name}, "", nulls ? "set_null" : "cascade"});
        const bool updates =
            k->on_update != catalog::action::none && k->on_update != catalog::action::restrict;
        if (updates || k->deferrable)
            f->notes.push_back("REFERENCES " + std::string{k->target} + words_of_actions(*k));
    }
}

/// The fields of columns, where all of them are there and can be in an index.
[[nodiscard]] inline std::vector<std::string> indexable(const planned_model& m,
                                                        constant_list<std::string_view> columns) {
    std::vector<std::string> out;
    for (const auto name : columns) {
        const auto* const f = m.field_of(name);
        if (f == nullptr || f->type.kind == family::json) return {};
        out.push_back(f->name);
    }
    return out.size() <= most_of_a_list ? out : std::vector<std::string>{};
}

[[nodiscard]] inline std::string words_of_index(const catalog::index& i) {
    std::string parts;
    for (const auto& p : i.parts) {
        parts += (parts.empty() ? "" : ", ") + std::string{p.column.empty() ? p.expression : p.column};
        if (p.folds && !p.collation.empty()) parts += " COLLATE " + std::string{p.collation};
        if (p.descending) parts += " DESC";
    }
    return std::string{i.unique ? "UNIQUE INDEX " : "INDEX "} + std::string{i.name} + " USING " +
           std::string{i.method} + " (" + parts + ")" +
           (i.predicate.empty() ? "" : " WHERE " + std::string{i.predicate}) +
           (i.valid ? "" : ": it is not valid");
}

/// Whether an index is one that a model's options say: columns in their order.
[[nodiscard]] inline bool is_plain(const catalog::table& of, const catalog::index& i) {
    return i.valid && i.predicate.empty() && i.method == "btree" &&
           std::all_of(i.parts.begin(), i.parts.end(), [&](const catalog::index_part& p) {
               return !p.column.empty() && catalog::compares_as_its_column(of, p) && !p.descending &&
                      !p.nulls_first;
           });
}

/// Lists unique constraints and indexes in the options, as far as they go; the others are notes.
inline void plan_indexes(planned_model& m) {
    const auto add = [&](std::vector<std::vector<std::string>>& to, std::vector<std::string> fields) {
        if (fields.empty() ||
            (to.size() == most_of_a_list && std::find(to.begin(), to.end(), fields) == to.end()))
            return false;
        if (std::find(to.begin(), to.end(), fields) == to.end()) to.push_back(std::move(fields));
        return true;
    };
    std::vector<const catalog::index*> indexes;
    for (const auto& i : m.table->indexes) indexes.push_back(&i);
    std::sort(indexes.begin(), indexes.end(),
              [](const auto* a, const auto* b) { return a->name != b->name ? a->name < b->name : a < b; });
    for (const auto* i : indexes) {
        if (i->origin == catalog::index_origin::primary_key) continue;
        const bool deferrable = std::any_of(m.table->unique.begin(), m.table->unique.end(),
                                            [&](const auto& u) { return u.deferrable && u.name == i->name; });
        std::vector<std::string_view> columns;
        for (const auto& p : i->parts) columns.push_back(p.column);
        if (is_plain(*m.table, *i) && !deferrable && i->origin != catalog::index_origin::exclusion &&
            add(i->unique ? m.unique : m.indexes, indexable(m, columns)))
            continue;
        m.notes.push_back(words_of_index(*i) + (deferrable ? " DEFERRABLE" : ""));
    }
    std::sort(m.unique.begin(), m.unique.end());
    std::sort(m.indexes.begin(), m.indexes.end());
}

} // namespace dataflow::pull::detail
