// A database without structs: its tables are found when it is opened, and nodes are made by their names.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/dynamic/detail/operation.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/node/context.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

class dynamic_database;

/// A node on a table of a `dynamic_database`. A cheap value, which keeps the description of its database.
class dynamic_node {
  public:
    /// "create users"
    [[nodiscard]] std::string name() const;

  private:
    friend class dynamic_database;
    friend class dynamic_transaction;
    dynamic_node(dynamic_::operation what, std::shared_ptr<dynamic_::node_table> on) noexcept
        : what_(what), on_(std::move(on)) {}

    dynamic_::operation what_;
    std::shared_ptr<dynamic_::node_table> on_;
};

/// An open transaction of a `dynamic_database`.
class dynamic_transaction {
  public:
    explicit dynamic_transaction(context& inside) noexcept : inside_(&inside) {}
    dynamic_transaction(const dynamic_transaction&) = delete;
    dynamic_transaction& operator=(const dynamic_transaction&) = delete;

    /// Runs a node in this transaction: see `dynamic_database::run`.
    json_value run(const dynamic_node& node, const json_value& input = {});

  private:
    friend class dynamic_database;
    context* inside_;
    std::shared_ptr<const char> home_{};
};

/// A database whose tables are known only at run time: for tools, command lines and servers. It is described
/// once, when it is opened; nothing in it is created or changed by that. Nodes take and give JSON, and throw
/// the errors of the typed nodes. May be used from several threads.
class dynamic_database {
  public:
    /// Opens a database: `sqlite:shop.db`, `postgresql://...`. Throws connection_error, and what reading the
    /// catalog throws.
    explicit dynamic_database(detail::text_argument<"dynamic_database"> url);
    /// The same with options. Nothing is created or changed, whatever they say (`existing_schema_mode`).
    explicit dynamic_database(open_options how);

    /// What was found when it was opened. `df::catalog::to_string` lists it.
    [[nodiscard]] const catalog::database_description& description() const noexcept;
    [[nodiscard]] dataflow::dialect dialect() const noexcept;
    /// The names of the tables and views that have nodes.
    [[nodiscard]] std::vector<std::string> tables() const;

    /// A table, or a column, that has no node, or not all of them, and why.
    using gap = dynamic_::gap;
    [[nodiscard]] const std::vector<gap>& gaps() const noexcept;

    // A node of a table. Throws `not_found` where there is none of this name.
    /// Input: the fields, `{"name": "Al"}`; what is left out is filled by the database, or must not be. Gives
    /// the record.
    [[nodiscard]] dynamic_node create_node(std::string_view table) const;
    /// Input: `{"key": 7}`, or of several columns `{"key": {"hall": 1, "seat": 2}}`. Gives the record; throws
    /// not_found.
    [[nodiscard]] dynamic_node read_node(std::string_view table) const;
    /// Input: `{"key": 7, "fields": {"name": "Alicia"}}`. Gives the record as it is then; throws not_found.
    [[nodiscard]] dynamic_node update_node(std::string_view table) const;
    /// Input: `{"key": 7}`. Gives `{"deleted": true}`, or false where there was none.
    [[nodiscard]] dynamic_node delete_node(std::string_view table) const;
    /// Input: as of df::list_from_json: `{"filter": {...}, "order_by": ["-age"], "limit": 10, "after": "...",
    /// "total": true}`. Gives `{"records": [...], "next": "...", "total": n}`.
    [[nodiscard]] dynamic_node list_node(std::string_view table) const;
    // The bulk nodes give `{"requested": n, "created": n, "updated": n, "skipped": n, "deleted": n}`.
    /// Input: `{"rows": [{...}, ...]}`, with `"on_conflict"` ("error", "skip", "update") and `"target"`
    /// (columns).
    [[nodiscard]] dynamic_node bulk_create_node(std::string_view table) const;
    /// Input: `{"filter": {...}, "fields": {...}}`, or `{"rows": [...]}`, each with its key.
    [[nodiscard]] dynamic_node bulk_update_node(std::string_view table) const;
    /// Input: `{"filter": {...}}`, or `{"keys": [...]}`. All records: `{"filter": "everything"}`.
    [[nodiscard]] dynamic_node bulk_delete_node(std::string_view table) const;
    /// Input: `{"rows": [...], "target": [...]}`; without a target it is the primary key.
    [[nodiscard]] dynamic_node bulk_upsert_node(std::string_view table) const;
    /// Any of them by a name: "create", "bulk_delete". Throws `not_found` for another word.
    [[nodiscard]] dynamic_node node(std::string_view what, std::string_view table) const;

    /// Runs a node on an input. Throws `invalid_value` for an input of another form, and what the node
    /// throws.
    json_value run(const dynamic_node& node, const json_value& input = {});

    /// From the next statement on, what runs on this database keeps to these rules, a `df::write_protection`:
    /// see `database::protect`. A rule names a table, `.table("orders")`.
    template <class Rules>
        requires requires(const Rules& r, database_::core& of) { of.tell(r.watch().release()); }
    void protect(const Rules& rules) {
        state_->core.tell(rules.watch().release());
    }

    /// Runs `work(dynamic_transaction&)` in a transaction, and gives what it gives. What it throws undoes
    /// all.
    template <class Work>
    auto transaction(Work&& work) {
        auto in = [&](context& inside) {
            const database_::core::mark here{state_->core};
            return inside.atomically([&] {
                dynamic_transaction open{inside};
                open.home_ = state_->home;
                return work(open);
            });
        };
        return database_::run_so(state_->core, &database_::transaction_statement, access::read_write, false,
                                 {}, in);
    }

  private:
    struct state {
        explicit state(const open_options& how) : core(how) {}
        database_::core core;
        catalog::live_description found{};
        std::map<std::string, std::shared_ptr<dynamic_::node_table>, std::less<>> tables{};
        std::vector<gap> gaps{};
        std::shared_ptr<const char> home = std::make_shared<const char>('\0');
    };
    [[nodiscard]] dynamic_node node(dynamic_::operation what, std::string_view table) const;
    [[nodiscard]] static std::shared_ptr<state> open(open_options how);

    std::shared_ptr<state> state_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/database.ipp>
#endif
