// The steps by which a column takes the place of another (PostgreSQL).
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/expansion_texts.hpp>
#include <dataflow/migrate/detail/postgres_rates.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>
#include <dataflow/migrate/detail/renames.hpp>
#include <dataflow/migrate/detail/verify_texts.hpp>
#include <dataflow/schema/names.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail::expanding {

/// The steps of an expansion, one after the other.
class builder {
  public:
    builder(const expansion& e, int first)
        : e_(e), alter_("ALTER TABLE " + e.path + " "), name_(quoted_name(e.from.name)),
          fresh_(quoted_name(e.fresh())), next_(first) {
        value_ = "CAST(" + (e.way.with.empty() ? name_ : e.way.with) + " AS " +
                 std::string{e.to.type.spelled} + ")";
        function_ = path_text(e.schema, temporary("function"));
        insert_ = quoted_name(temporary("insert"));
        update_ = quoted_name(temporary("update"));
        required_ = quoted_name(temporary("not_null"));
    }

    expansion_steps all() {
        expand();
        if (!e_.way.misfit.empty()) misfits();
        fill();
        for (const auto& i : e_.indexes) build(i, i.name);
        for (const auto& u : e_.unique) {
            std::vector<catalog::index_part> parts;
            for (const auto column : u.columns) parts.push_back({.column = column});
            build({.name = u.name, .method = "btree", .parts = parts, .unique = true}, u.name);
        }
        for (const auto& f : e_.foreign_keys) add(f);
        for (const auto& c : e_.checks) add(c);
        if (!e_.from.nullable && e_.version >= 120000) require();
        prove();
        swap();
        return std::move(out_);
    }

  private:
    using names = constant_list<std::string_view>;

    /// `~dataflow_size_update` of a trigger, `users_size_dataflow_function` of a function.
    [[nodiscard]] std::string temporary(std::string_view what) const {
        const auto column = std::string{e_.from.name};
        // Triggers are run by the order of their names: these come last.
        if (what == "insert" || what == "update")
            return schema::limited_name("~dataflow_" + column + "_" + std::string{what});
        return schema::limited_name(std::string{e_.table->name} + "_" + column + "_dataflow_" +
                                    std::string{what});
    }
    /// `what` is done to `name`; `rest` says more.
    step& add(std::string_view what, std::string_view name, std::vector<std::string> sql, lock_mode mode,
              std::string_view rest = {}) {
        auto& s = out_.before.emplace_back();
        s.operation = what;
        s.subject = std::string{name} + std::string{rest};
        s.title = s.operation + " " + e_.called + "." + s.subject;
        s.table = e_.called;
        s.estimate = postgres_rates::statement * sql.size();
        s.sql = std::move(sql);
        s.locks.push_back({e_.called, mode});
        s.transaction = next_++;
        s.risk = risk::low;
        return s;
    }
    void reads_all(step& s) const {
        s.effects = scans;
        s.rows = e_.table->rows;
        s.estimate += postgres::time_for(e_.table->bytes, postgres_rates::bytes_read);
    }
    step& verify(std::string what, std::string query) {
        auto& s = add("verify", {}, {std::move(query)}, lock_mode::access_share);
        s.title = "verify " + what;
        s.subject = std::move(what);
        s.kind = step_kind::verify;
        s.transaction = no_transaction;
        reads_all(s);
        return s;
    }
    /// An expression over the table's columns, over the new column.
    [[nodiscard]] std::string moved(std::string_view expression) {
        return std::string{with_column_renamed(texts_, same_, expression, e_.from.name, e_.fresh())};
    }
    [[nodiscard]] names moved(names columns) {
        auto* const out = texts_.names.take(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i)
            out[i] = columns[i] == e_.from.name ? texts_.text(e_.fresh()) : columns[i];
        return {out, columns.size()};
    }

    void expand() {
        auto column = e_.to;
        const auto fresh = e_.fresh();
        column.name = fresh;
        column.nullable = true;
        column.default_text = {};
        column.numbered = catalog::identity::none;
        const catalog::column_type type = column.type;
        const auto converted = [&] { // over NEW
            if (e_.way.with.empty()) return "NEW." + name_;
            return way_of_type(e_.from.type, type, "NEW." + name_, e_.version).with;
        }();
        const auto trigger = [&](const std::string& name, std::string_view event, std::string_view when) {
            return "CREATE TRIGGER " + name + " BEFORE " + std::string{event} + " ON " + e_.path +
                   " FOR EACH ROW " + std::string{when} + "EXECUTE FUNCTION " + function_ + "()";
        };
        const auto always = alter_ + "ENABLE ALWAYS TRIGGER ";
        add("add the new column", fresh,
            {alter_ + "ADD COLUMN " + column_definition(column),
             "CREATE FUNCTION " + function_ + "() RETURNS trigger LANGUAGE plpgsql" + settings_of(e_) +
                 " AS " + literal("BEGIN NEW." + fresh_ + " := " + converted + "; RETURN NEW; END"),
             trigger(insert_, "INSERT", ""),
             trigger(update_, "UPDATE",
                     "WHEN (ROW(OLD." + name_ + ")::record *<> ROW(NEW." + name_ + ")::record) "),
             always + insert_, always + update_},
            lock_mode::access_exclusive, ", kept in step by triggers")
            .undo = gone(true);
    }
    /// What drops the triggers, their function, and the new column.
    [[nodiscard]] std::vector<std::string> gone(bool column) const {
        const std::string exists = column ? "IF EXISTS " : "";
        std::vector<std::string> out{"DROP TRIGGER " + exists + insert_ + " ON " + e_.path,
                                     "DROP TRIGGER " + exists + update_ + " ON " + e_.path,
                                     "DROP FUNCTION " + exists + function_ + "()"};
        if (column) out.push_back(alter_ + "DROP COLUMN IF EXISTS " + fresh_);
        return out;
    }

    void misfits() { // from now on none can come
        verify(values_fit(e_.called, e_.from.name, e_.to.type.spelled),
               "SELECT * FROM " + e_.path + " WHERE " + e_.way.misfit);
    }

    void fill() {
        const auto set = fresh_ + " = " + (e_.way.with.empty() ? name_ : e_.way.with);
        const auto where = fresh_ + " IS NULL AND " + name_ + " IS NOT NULL";
        const auto& key = e_.table->key.columns;
        const auto* const type = key.empty() ? nullptr : e_.table->find_column(key.front());
        std::vector<std::string> sql;
        if (type != nullptr)
            sql = batch_texts(e_.path, quoted_name(key.front()), type->type.spelled, set, where, e_.batch);
        else
            sql = {"UPDATE " + e_.path + " SET " + set + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " +
                   e_.path + " WHERE " + where + " LIMIT " + std::to_string(e_.batch) + " FOR UPDATE))"};
        auto& s = add("fill", e_.fresh(), std::move(sql), lock_mode::row_exclusive);
        s.kind = type != nullptr ? step_kind::batches : step_kind::backfill;
        s.transaction = no_transaction;
        s.effects = writes_rows;
        s.rows = e_.table->rows;
        s.estimate += postgres::time_for(s.rows, postgres_rates::rows_filled);
    }

    void build(catalog::index i, std::string_view name) {
        const auto temporary_name = expansion::beside(name);
        auto* const parts = texts_.parts.take(i.parts.size());
        for (std::size_t p = 0; p < i.parts.size(); ++p) {
            parts[p] = i.parts[p];
            if (parts[p].column == e_.from.name) parts[p].column = texts_.text(e_.fresh());
            parts[p].expression = texts_.text(moved(parts[p].expression));
        }
        i.parts = {parts, i.parts.size()};
        const auto predicate = moved(i.predicate);
        i.predicate = predicate;
        auto here = *e_.table;
        here.schema = e_.schema;
        here.name = table_name();
        auto& s = add(i.unique ? "build unique index" : "build index", temporary_name,
                      {create_index_text(here, i, " CONCURRENTLY", temporary_name)},
                      lock_mode::share_update_exclusive);
        s.transaction = no_transaction;
        s.effects = builds_index;
        s.rows = e_.table->rows;
        s.estimate += postgres::time_for(s.rows, postgres_rates::rows_indexed) * 4 / 3;
        const auto at = path_text(e_.schema, temporary_name);
        const auto query = [&](std::string_view valid) {
            return "SELECT 1 FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid "
                   "= "
                   "to_regclass(" +
                   literal(e_.path) + ") AND c.relname = " + literal(temporary_name) + std::string{valid};
        };
        s.done = query(" AND i.indisvalid");
        s.leftover = query(" AND NOT i.indisvalid");
        s.clean = {"DROP INDEX CONCURRENTLY IF EXISTS " + at};
        s.undo = s.clean;
    }

    void constrain(std::string_view name, const std::string& definition, bool validated, lock_mode mode,
                   std::string_view target) {
        const auto called = quoted_name(expansion::beside(name));
        auto& s = add("add constraint", expansion::beside(name),
                      {alter_ + "ADD CONSTRAINT " + called + " " + definition + " NOT VALID"}, mode);
        if (!target.empty() && target != e_.called) s.locks.push_back({std::string{target}, mode});
        s.undo = {alter_ + "DROP CONSTRAINT IF EXISTS " + called};
        if (validated) validate(called, expansion::beside(name), target);
    }
    void validate(const std::string& quoted, std::string_view name, std::string_view target) {
        auto& v = add("verify", name, {alter_ + "VALIDATE CONSTRAINT " + quoted},
                      lock_mode::share_update_exclusive);
        if (!target.empty() && target != e_.called)
            v.locks.push_back({std::string{target}, lock_mode::row_share});
        reads_all(v);
    }
    void add(const catalog::foreign_key& f) {
        auto one = f;
        one.name = {};
        one.columns = moved(f.columns);
        const auto space = f.target_schema.empty() ? e_.schema : f.target_schema;
        constrain(f.name, foreign_key_definition(one), f.validated, lock_mode::share_row_exclusive,
                  plain_path(space, f.target));
    }
    void add(const catalog::check& c) {
        auto one = c;
        one.name = {};
        const auto expression = moved(c.expression);
        one.expression = expression;
        constrain(c.name, check_definition(one), c.validated, lock_mode::access_exclusive, {});
    }
    void require() {
        add("no NULL from now on in", e_.fresh(),
            {alter_ + "ADD CONSTRAINT " + required_ + " CHECK (" + fresh_ + " IS NOT NULL) NOT VALID"},
            lock_mode::access_exclusive)
            .undo = {alter_ + "DROP CONSTRAINT IF EXISTS " + required_};
        validate(required_, temporary("not_null"), {});
    }

    void prove() {
        const auto& key = e_.table->key.columns;
        verify("that every row of " + e_.called + " has its value in " + e_.fresh(),
               "SELECT " + (key.empty() ? std::string{"ctid"} : quoted_list(key)) + " FROM " + e_.path +
                   " WHERE ROW(" + fresh_ + ")::record *<> ROW(" + value_ + ")::record");
    }

    void swap();

    [[nodiscard]] std::string_view table_name() const { return e_.table->name; }

    const expansion& e_;
    std::string alter_, name_, fresh_;
    std::string value_, function_, insert_, update_, required_;
    int next_;
    catalog::arena texts_{};
    catalog::name_rule same_{dialect::postgres};
    expansion_steps out_{};
};

} // namespace dataflow::migrate::detail::expanding
