// The code of database/detail/tables.hpp.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/database/catalog_look.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/opening_plan.hpp>
#include <dataflow/database/detail/option_needs.hpp>
#include <dataflow/database/detail/row_security.hpp>
#include <dataflow/database/detail/tables.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/ddl.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

inline void write_lock(sql::writer& w, const sql::statement&) {
    w << "SELECT count(pg_advisory_xact_lock(1684104562))"; // "dfdr": one creator of tables at a time
}
inline void write_schema_version(sql::writer& w, const sql::statement&) {
    w << "SELECT schema_version FROM pragma_schema_version";
}

/// Refuses a default that could never be stored, where the compiler did not see it: a value of an enumeration
/// without a name. 0 is none: it is what `{}` gives.
inline void check_defaults(const described& m) {
    for (std::size_t i = 0; i < m.table->own_columns; ++i) {
        const auto& c = m.table->columns[i];
        if (c.type->memory != layout::enumeration) continue;
        const auto v = load(m.fields[i], m.prototype);
        if (v.is_null() || v.data != nullptr) continue;
        const void* at = static_cast<const std::byte*>(m.prototype) + m.fields[i].offset;
        if (c.type->optional != nullptr) at = c.type->optional->get(at);
        if (dataflow::detail::load_enum(*c.type, at) == 0) continue;
        error_info info;
        info.node = "open";
        info.model = std::string{m.table->model};
        info.field = std::string{c.name};
        info.message = "the default is not within the df::enum_range of its enumeration";
        throw invalid_value(std::move(info));
    }
}

/// Refuses indexes that were to be made and are not there: another table has one of their name.
inline void expect_indexes(const opening_view& now, const opening_plan& plan) {
    misfits wrong;
    for (const auto& i : plan.indexes) {
        const auto* const t = now.found.find_exactly(i.table->path());
        if (t != nullptr && t->find_index(i.name) != nullptr) continue;
        wrong.add(*i.table,
                  "the index " + i.name + " of the table " + std::string{i.table->name} +
                      " cannot be made: another table has one of that name",
                  i.name);
    }
    if (!wrong.empty()) wrong.fail();
}

inline void make(context& c, std::span<const described> models, opening_view& view,
                 const opening_plan& plan) {
    auto& on = c.connection();
    const auto& data = c.dialect_data();
    if (!plan.checks.empty()) {
        auto version = data.alters_checks ? 0 : ask<std::int64_t>(c, &write_schema_version);
        for (const auto& text : widening_texts(c.dialect(), view.found, plan.checks, version))
            on.script(text);
    }
    for (const auto* m : plan.tables)
        on.script(sql::create_table(c.dialect(), *m->table, m->prototype, m->fields));
    if (!data.foreign_keys_inside) // they need their tables
        for (const auto* m : plan.tables)
            for (const auto& f : m->table->foreign_keys) on.script(sql::add_foreign_key(*m->table, f));
    for (const auto& i : plan.indexes) on.script(i.make);
    for (const auto* m : plan.searched) m->search->make(c, *m->table, view.table_of(*m), view.words_of(*m));
    for (const auto& text : triggers_of_options{on, models}.all()) on.script(text);
    for (const auto& m : models) {
        if (m.history == nullptr) continue;
        const bool fresh = std::any_of(plan.tables.begin(), plan.tables.end(), [&](const auto* made) {
            return made->table->name == m.table->history->name;
        });
        for (const auto& text : m.history(on, *m.table, fresh)) on.script(text);
    }
    if (any_secured(models))
        for (const auto& text : row_security_changes(on, models, false)) on.script(text);
    if (plan.indexes.empty()) return;
    view.look(c, models);
    expect_indexes(view, plan);
}

/// The models of a database with, after them, the tables of their past versions.
class with_histories {
  public:
    explicit with_histories(std::span<const described> models) {
        for (const auto& m : models) {
            if (m.history == nullptr) continue;
            if (all_.empty()) all_.assign(models.begin(), models.end());
            const auto& t = *m.table->history;
            auto& fields = fields_.emplace_back(m.fields.begin(), m.fields.end());
            for (auto i = fields.size(); i < t.columns.size(); ++i)
                fields.push_back({0, t.columns[i].type, t.columns[i].name}); // they have no defaults
            all_.push_back({&t, m.prototype, {fields.data(), fields.size()}});
        }
    }
    [[nodiscard]] std::span<const described> models() const noexcept { return all_; }

  private:
    std::vector<described> all_;
    std::vector<std::vector<field_access>> fields_;
};

/// What an opening has found.
struct found_tables {
    std::vector<open_warning> warnings{};
    std::unique_ptr<const sql::forms> forms{};
};
/// The forms, with the tables of the models.
[[nodiscard]] inline std::unique_ptr<const sql::forms> known(std::unique_ptr<sql::forms> forms,
                                                             std::span<const described> models) {
    if (forms == nullptr) forms = std::make_unique<sql::forms>();
    for (const auto& m : models) forms->know(*m.table);
    return forms;
}

inline found_tables prepare_tables(driver::connection& c, std::span<const described> given, opening how) {
    const bool create = how == opening::creates;
    const bool has_histories =
        std::any_of(given.begin(), given.end(), [](const auto& m) { return m.history != nullptr; });
    const with_histories all{given};
    const auto models = has_histories ? all.models() : given;
    for (const auto& m : models) check_defaults(m);
    const bool secured = any_secured(models);
    if (secured) require_row_security(c.dialect(), models);
    context inside{c};
    auto view = view_of(c.dialect(), models);
    view.look(inside, models);
    {
        auto plan = plan_of(inside, models, view, how);
        if (how == opening::respects) triggers_of_options{c, models}.add(plan.wrong, models);
        const bool histories = has_histories && add_histories(c, plan.wrong, models, how);
        const bool policies = secured && add_policies(c, plan.wrong, models, how);
        if (!plan.wrong.empty()) plan.wrong.fail();
        bool triggers = false;
        if (how != opening::respects) {
            const triggers_of_options missing{c, models};
            triggers = !missing.none();
            if (triggers && !create) missing.refuse();
        }
        if ((plan.empty() && !triggers && !histories && !policies) || !create)
            return {std::move(plan.warnings), known(std::move(plan.forms), models)};
    }
    std::vector<open_warning> warnings;
    as_creator(inside, "open", [&] {
        view.look(inside, models); // again: someone else may have been faster
        auto plan = plan_of(inside, models, view, how);
        if (!plan.wrong.empty()) plan.wrong.fail();
        make(inside, models, view, plan);
        warnings = std::move(plan.warnings);
    });
    return {std::move(warnings), known(nullptr, models)}; // all is of the library's own types
}

} // namespace detail

DATAFLOW_RUNTIME void as_creator(context& c, std::string_view node, void (*work)(void*), void* state) {
    constexpr int attempts = 20;
    std::chrono::milliseconds pause{1};
    for (int attempt = 1;; ++attempt) {
        try {
            return c.atomically([&] {
                wait_a_minute_for_locks(c, node);
                if (!c.dialect_data().one_writer) (void)ask<std::int64_t>(c, &detail::write_lock);
                work(state);
            });
        } catch (const error& e) {
            if (e.kind() != error_kind::serialization_failure || c.depth() != 0 || attempt == attempts ||
                !c.connection().usable())
                throw;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{100});
    }
}

DATAFLOW_RUNTIME std::vector<std::string> trigger_changes(driver::connection& c,
                                                          std::span<const described> models) {
    auto out = detail::triggers_of_options{c, models, true}.all();
    for (const auto& m : models) {
        if (m.history == nullptr) continue;
        const auto texts = m.history(c, *m.table, false);
        out.insert(out.end(), texts.begin(), texts.end());
    }
    const auto policies = row_security_changes(c, models, true);
    out.insert(out.end(), policies.begin(), policies.end());
    return out;
}

DATAFLOW_RUNTIME void open_tables(core& on, std::span<const described> models, opening how) {
    const auto lease = on.lease_to_open(how);
    try {
        auto found = detail::prepare_tables(lease.connection(), models, how);
        on.warnings = std::move(found.warnings);
        on.take(std::move(found.forms));
        for (const auto& m : models)
            if (m.audit != nullptr) on.assist(m.audit->help);
        if (any_secured(models)) {
            on.assist(&policy_help); // PostgreSQL's triggers need no more
            if (auto w = passed_by(lease.connection(), models)) on.warnings.push_back(std::move(*w));
        }
        lease.connection().accept();
    } catch (const error& e) {
        throw_named(e, &opening_statement);
    }
}

} // namespace dataflow::database_
