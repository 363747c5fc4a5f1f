// How one batch of rows is handled whose records are found by their keys. Knows the model only by its table.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/row_order.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/write.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::node_::detail {

/// The work of statements that find their records by keys in rows.
class keyed_executor final : public batch_executor {
  public:
    /// `fields`: the key's, then those that are set. A delete sets none; it may delete `one_by_one`.
    keyed_executor(const sql::statement& s, bool deletes, std::span<const field_access> fields,
                   bool one_by_one = false) noexcept
        : statement_(s), deletes_(deletes), one_by_one_(one_by_one), fields_(fields) {}

    /// The rows are records: they name the tenant of the session in this field, or none.
    void check_tenant(const field_access& field) noexcept { tenant_ = &field; }
    /// The rows are records, and the last of the fields is the version that each names, or 0.
    void check_versions(std::span<const field_access> of_record) noexcept {
        variant_ = sql::bulk_variant::at_version;
        record_fields_ = of_record;
    }

    bulk_counts attempt(context& c, const batch& rows) override {
        if (tenant_ != nullptr) require_tenant(c, statement_, *tenant_, rows.rows);
        bulk_counts done;
        const row_compare by{rows.rows, fields_.first(keys())};
        if (deletes_) {
            row_positions kept;
            const auto order = sorted_rows(by);
            rows_view view = chosen_rows(rows.rows, order, kept);
            view.fields = fields_;
            if (one_by_one_) done.deleted = run_delete_each(c, statement_, view);
            else
                done.deleted = run_delete(
                    c, statement_, c.dialect_data().erases_rows_together ? 0 : sql::bulk_variant::together,
                    {.rows = &view});
            return done;
        }
        // Sorted by the key: SQLite has the records side by side then, and visits each page once; on
        // PostgreSQL no two programs wait for each other. A record that has several rows gets them one after
        // another.
        reordered_ = false;
        if (c.dialect_data().updates_rows == sql::row_update::each) {
            const auto order = keep_order_ ? row_positions{} : sorted_rows(by);
            done.updated = update_each(c, rows.rows, order);
            return done;
        }
        each_distinct_part(by, !keep_order_, [&](std::span<const std::uint32_t> part) {
            done.updated += update(c, rows.rows, part);
        });
        return done;
    }
    void forget(std::size_t) override {}
    [[nodiscard]] std::size_t noted() const override { return 0; }
    [[nodiscard]] bool reordered() const noexcept override { return reordered_; }
    void keep_order(bool keep) noexcept override { keep_order_ = keep; }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind != error_kind::foreign_key_violation || deletes_ || c.dialect_data().names_foreign_keys)
            return;
        error_info exact = info;
        exact.constraint.clear();
        exact.field.clear();
        const auto& columns = statement_.columns;
        for (const auto& f : statement_.table->foreign_keys) {
            key_columns key{f};
            bool all = true; // of one that is changed in part the row does not tell
            const bool set = key.load_all([&](std::uint16_t column) {
                std::size_t i = 0;
                while (i < columns.size() && columns[i] != column) ++i;
                all = all && i < columns.size();
                return i < columns.size() ? load(fields_[keys() + i], row.rows.row(0))
                                          : value::null(storage::int64);
            });
            if (!set || !all) continue;
            const sql::statement s{.node = info.node,
                                   .table = statement_.table,
                                   .columns = key.list(),
                                   .own_text = &write_parent_exists};
            if (yes(c, s, key.values())) continue;
            exact.constraint = schema::foreign_key_name(*statement_.table, f);
            exact.field = names_of(*statement_.table, f);
            info = std::move(exact);
            return;
        }
    }

  private:
    [[nodiscard]] std::size_t keys() const noexcept { return statement_.table->key.size(); }

    /// SQLite: a statement for each row.
    [[nodiscard]] std::int64_t update_each(context& c, const rows_view& rows,
                                           std::span<const std::uint32_t> order) {
        row_positions kept;
        rows_view view = order.empty() ? rows : chosen_rows(rows, order, kept);
        reordered_ = !std::is_sorted(order.begin(), order.end());
        view.fields = fields_;
        std::int64_t updated = 0;
        try {
            updated =
                c.run_each(statement_, variant_, {.rows = &view, .now = time_of_write(*statement_.table)});
        } catch (const foreign_key_violation& e) {
            name_changed_foreign_keys(c, statement_, e);
            throw;
        }
        if (updated != static_cast<std::int64_t>(view.count)) refuse_missing(c, view);
        return updated;
    }
    [[nodiscard]] std::int64_t update(context& c, const rows_view& rows,
                                      std::span<const std::uint32_t> part) {
        row_positions kept;
        const bool own = std::is_sorted(part.begin(), part.end());
        reordered_ = reordered_ || !own;
        rows_view view = own && part.size() == rows.count ? rows : chosen_rows(rows, part, kept);
        view.fields = fields_;
        const auto updated =
            run_naming_foreign_keys(c, statement_, variant_,
                                    {.rows = &view, .now = time_of_write(*statement_.table)}, nullptr)
                .affected;
        if (updated != static_cast<std::int64_t>(view.count)) refuse_missing(c, view);
        return updated;
    }

    /// Throws version_conflict. Of one row alone the error tells both versions; with others, some of which
    /// may have been changed before it, it does not.
    void refuse_versions(context& c, const rows_view& rows) const {
        if (rows.count == 1) {
            auto one = statement_;
            one.match = sql::row_match::record;
            const auto named = load(fields_.back(), rows.row(0)).integer;
            refuse_other_version(c, one, {.record = rows.row(0), .fields = record_fields_}, named);
        }
        fail(error_kind::version_conflict, statement_,
             "a record was changed meanwhile: it has another version than its row",
             statement_.table->columns[static_cast<std::size_t>(statement_.table->policy.version)].called());
    }

    [[noreturn]] void refuse_missing(context& c, rows_view view) const {
        const rows_view all = view;
        view.fields = fields_.first(keys());
        std::int64_t position = 1;
        one_row row{&position};
        const std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "ord"}};
        auto target = row.target(field);
        const sql::statement missing{.node = statement_.node,
                                     .table = statement_.table,
                                     .give = sql::gives::missing,
                                     .cache = statement_.cache};
        c.run(missing, sql::bulk_variant::first_missing, {.rows = &view}, &target);
        if (row.rows == 0) {
            if (variant_ != 0 && (actors_of(c, statement_, true).any & driver::on_update) == 0)
                refuse_versions(c, all);
            fail_not_stored(statement_, driver::on_update);
        }
        fail(error_kind::not_found, statement_, "no record has this key", key_names(*statement_.table));
    }

    const sql::statement& statement_;
    bool deletes_;
    bool one_by_one_;
    bool keep_order_ = false;
    bool reordered_ = false;
    const field_access* tenant_ = nullptr;
    std::uint64_t variant_ = 0;
    std::span<const field_access> record_fields_{}; ///< with `variant_`: of the whole record
    std::span<const field_access> fields_;
};

} // namespace dataflow::node_::detail
