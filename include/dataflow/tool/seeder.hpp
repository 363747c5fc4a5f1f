// Puts rows into tables so that a second time changes nothing.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/dynamic/tables_in.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/migrate/sql_statements.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/raw.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/tool/seed_files.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

struct seed_counts {
    std::size_t created = 0, updated = 0, unchanged = 0;
};

/// Puts the rows of files into the tables of a database, in the transaction of a run.
class seeder {
  public:
    seeder(database_::core& of, context& inside) : inside_(&inside), tables_(of, inside) {}

    /// Runs the SQL of a file, or puts its rows in: those of tables first that others refer to.
    void put(const seed_file& file) {
        if (file.is_sql) return run_sql(file);
        std::vector<std::pair<const seed_table*, const catalog::table*>> left;
        for (const auto& t : file.tables) left.emplace_back(&t, &table_of(file, t.name));
        while (!left.empty()) {
            const auto ready = std::find_if(left.begin(), left.end(), [&](const auto& one) {
                return std::none_of(left.begin(), left.end(), [&](const auto& other) {
                    return other.second != one.second && refers(*one.second, *other.second);
                });
            });
            const auto at = ready == left.end() ? left.begin() : ready; // a circle: as they stand
            for (std::size_t i = 0; i < at->first->rows.size(); ++i)
                put_row(file, *at->first, *at->second, i);
            left.erase(at);
        }
    }
    [[nodiscard]] const seed_counts& counts() const noexcept { return counts_; }

  private:
    using operation = dynamic_::operation;

    /// What a text sets stays in its session. Behind a connection pooler others would get that: it is
    /// refused.
    static void require_session(driver::connection& on, std::string_view text) {
        constexpr sql::statement stays{
            .node = "seed",
            .session = sql::session_use::settings,
            .own_text = [](sql::writer& w, const sql::statement&) { w << "SELECT 1"; }};
        for (const auto& one : migrate::statements_in(text, on.dialect()).all) {
            const auto words = text.substr(one.first, one.last - one.first);
            if (!migrate::words_of(words, on.dialect()).setting) continue;
            const auto first = sql::first_word(words);
            const auto rest =
                words.substr(static_cast<std::size_t>(first.data() - words.data()) + first.size());
            constexpr std::string_view local[]{"local", "constraints", "transaction"};
            if (!sql::is_one_of(sql::first_word(rest), local)) return (void)on.run(stays, 0, {}, nullptr);
        }
    }
    void run_sql(const seed_file& file) {
        auto& on = inside_->connection();
        try {
            require_session(on, file.sql);
            on.script(file.sql);
        } catch (const error& e) {
            fail(e, file.path, {});
        }
        if (!on.in_transaction())
            refuse_seed(file.path,
                        "it ends the transaction (COMMIT, ROLLBACK): what it has committed stays. All "
                        "files are one transaction: leave that out");
    }

    /// The table that a file calls by its own name, or by that of its model.
    [[nodiscard]] const catalog::table& table_of(const seed_file& file, const std::string& name) const {
        const auto* const found = tables_.find(name);
        if (found == nullptr) refuse_seed(file.path, "there is no table " + name + " in the database");
        return *found;
    }
    [[nodiscard]] static bool refers(const catalog::table& from, const catalog::table& to) noexcept {
        return std::any_of(from.foreign_keys.begin(), from.foreign_keys.end(),
                           [&](const catalog::foreign_key& k) { return k.target == to.name; });
    }

    void put_row(const seed_file& file, const seed_table& of, const catalog::table& t, std::size_t i) {
        const auto where = file.path + ": row " + std::to_string(i + 1) + " of " + of.name;
        try {
            auto row = *of.rows[i].get_if<json_value::object>();
            look_up_references(t, row);
            const auto key = key_of(of, t, row);
            const auto found = find(t, key, row);
            if (found.is_null()) create(t, std::move(row));
            else update(t, found, std::move(row));
        } catch (const error& e) {
            fail(e, where, t.name);
        }
    }
    [[noreturn]] static void fail(const error& e, const std::string& where, std::string_view table) {
        auto info = e.info();
        info.message = where + ": " + info.message;
        info.node = "seed";
        if (info.model.empty()) info.model = table;
        raise(e.kind(), std::move(info));
    }
    [[noreturn]] static void refuse(const std::string& why, std::string_view field = {}) {
        raise(error_kind::invalid_value, {.message = why, .field = std::string{field}});
    }

    /// `"customer_id": {"email": "ann@example.org"}` is the key of the record that this finds.
    void look_up_references(const catalog::table& t, json_value::object& row) {
        for (auto& [name, value] : row) {
            const auto* const asked = value.get_if<json_value::object>();
            if (asked == nullptr) continue;
            for (const auto& k : t.foreign_keys) {
                if (k.columns.size() != 1 || k.columns[0] != name) continue;
                const auto target = std::string{k.target};
                const auto* const other = tables_.find(target);
                const auto records = other != nullptr ? list(target, *asked) : json_value::array{};
                if (records.size() != 1)
                    refuse(records.empty() ? "no record of " + target + " is so"
                                           : "more than one record of " + target + " is so",
                           name);
                const auto to = k.target_columns.empty() ? other->key.columns[0] : k.target_columns[0];
                value = *records[0].find(std::string{to});
                break;
            }
        }
    }

    /// The columns by which a row is found again: those that the file names; else the primary key, or the
    /// first unique constraint that the row gives a value for.
    [[nodiscard]] static std::vector<std::string> key_of(const seed_table& of, const catalog::table& t,
                                                         const json_value::object& row) {
        const auto gives = [&](std::string_view column) {
            const auto at = row.find(std::string{column});
            return at != row.end() && !at->second.is_null();
        };
        if (!of.key.empty()) {
            for (const auto& name : of.key)
                if (!gives(name))
                    refuse("the row does not give a column of the key that the file names", name);
            return of.key;
        }
        const auto all = [&](const auto& columns) {
            return !columns.empty() && std::all_of(columns.begin(), columns.end(), gives);
        };
        if (all(t.key.columns)) return {t.key.columns.begin(), t.key.columns.end()};
        for (const auto& u : t.unique)
            if (all(u.columns)) return {u.columns.begin(), u.columns.end()};
        for (const auto& index : t.indexes) {
            if (!index.unique || !index.predicate.empty()) continue;
            std::vector<std::string> columns;
            for (const auto& p : index.parts) columns.emplace_back(p.column);
            if (all(columns)) return columns;
        }
        refuse(
            "the row gives neither its key nor the columns of a unique constraint: a second run would put it "
            "in once more. {\"key\": [...], \"rows\": [...]} names the columns by which it is found again");
    }

    [[nodiscard]] json_value::array list(const std::string& table, const json_value::object& filter) {
        auto found = tables_.run(operation::list, table,
                                 json_value{json_value::object{{"filter", filter}, {"limit", 2}}});
        return *found.find("records")->get_if<json_value::array>();
    }
    /// The record that is there already; null where there is none.
    [[nodiscard]] json_value find(const catalog::table& t, const std::vector<std::string>& key,
                                  const json_value::object& row) {
        json_value::object filter;
        for (const auto& name : key) filter[name] = row.at(name);
        auto records = list(std::string{t.name}, filter);
        if (records.size() > 1) refuse("more than one record has the key that the file names");
        return records.empty() ? json_value{} : std::move(records[0]);
    }

    void create(const catalog::table& t, json_value::object row) {
        for (const auto& c : t.columns) // as the library's own nodes do
            if ((c.name == "created_at" || c.name == "updated_at") && !c.nullable && c.default_text.empty())
                row.try_emplace(std::string{c.name}, now());
        (void)tables_.run(operation::create, t.name, json_value{std::move(row)});
        ++counts_.created;
    }
    void update(const catalog::table& t, const json_value& found, json_value::object row) {
        if (t.key.columns.empty()) refuse("the table has no primary key: its records cannot be changed");
        json_value::object key;
        for (const auto name : t.key.columns) {
            key[std::string{name}] = *found.find(std::string{name});
            row.erase(std::string{name});
        }
        std::erase_if(row, [&](const auto& member) {
            const auto* const is = found.find(member.first);
            if (is == nullptr) return false;
            const auto* const c = t.find_column(member.first);
            const bool exact = c != nullptr && c->type.stored == storage::decimal;
            return exact ? digits_of(*is) == digits_of(member.second) : *is == member.second;
        });
        if (row.empty()) {
            ++counts_.unchanged;
            return;
        }
        if (const auto* const c = t.find_column("updated_at"); c != nullptr && !c->nullable)
            row.try_emplace("updated_at", now());
        auto which = key.size() == 1 ? key.begin()->second : json_value{std::move(key)};
        (void)tables_.run(
            operation::update, t.name,
            json_value{json_value::object{{"key", std::move(which)}, {"fields", std::move(row)}}});
        ++counts_.updated;
    }
    /// A decimal as it is written without zeros at its end: 3, 3.0 and "3.00" are one.
    [[nodiscard]] static std::string digits_of(const json_value& v) {
        std::string out;
        if (const auto* const text = v.get_if<std::string>(); text != nullptr) out = *text;
        else json_::access_of<json_value>.write(&v, out);
        if (out.find('.') == std::string::npos || out.find_first_of("eE") != std::string::npos) return out;
        while (out.ends_with('0')) out.pop_back();
        if (out.ends_with('.')) out.pop_back();
        return out;
    }
    [[nodiscard]] static std::string now() {
        char text[timestamp_text_size];
        (void)write_timestamp(text, context::now().time_since_epoch().count());
        return {text, sizeof text};
    }

    context* inside_;
    dynamic_::tables_in tables_;
    seed_counts counts_{};
};

} // namespace dataflow::tool
