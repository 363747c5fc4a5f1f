// How one batch of rows is handled whose records are found by their keys. Knows the model only by its table.
#pragma once

#include <dataflow/node/batch.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/duplicates.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/bulk.hpp>

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
class keyed_work final : public batch_work {
  public:
    /// `fields`: the key's, then those that are set. A delete sets none.
    keyed_work(const sql::statement& s, bool deletes, std::span<const field_access> fields) noexcept
        : statement_(s), deletes_(deletes), fields_(fields) {}

    bulk_counts attempt(context& c, const batch& rows) override {
        rows_view view = rows.rows;
        view.fields = fields_;
        const auto order = c.postgres() ? std::vector<std::uint32_t>{} : by_key(rows.rows);
        if (!order.empty()) view.order = order.data();
        bulk_counts done;
        value_list values;
        if (deletes_) {
            values.add(value::of_rows(view));
            done.deleted = run_delete(c, statement_, 0, values.span());
            return done;
        }
        if (const auto same = first_duplicate(rows.rows, fields_.first(keys())))
            fail(error_kind::too_many_rows, statement_, words_for(rows, *same, repeats()), fields_[0].name);
        add_time(values, *statement_.table);
        values.add(value::of_rows(view));
        done.updated = run_naming_foreign_keys(c, statement_, 0, values.span(), nullptr).affected;
        if (done.updated != static_cast<std::int64_t>(rows.rows.count)) refuse_missing(c, rows);
        return done;
    }
    void forget(std::size_t) override {}
    [[nodiscard]] std::size_t noted() const override { return 0; }
    [[nodiscard]] std::vector<two_rows> repeated(const batch& rows) const override {
        if (deletes_) return {};
        return all_duplicates(rows.rows, fields_.first(keys()));
    }
    [[nodiscard]] std::string_view repeats() const override { return "key"; }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind != error_kind::foreign_key_violation || deletes_ || c.postgres()) return;
        error_info exact = info;
        exact.constraint.clear();
        exact.field.clear();
        for (std::size_t i = 0; i < statement_.columns.size(); ++i) {
            for (const auto& f : statement_.table->foreign_keys) {
                if (f.column != statement_.columns[i]) continue;
                const std::array<std::uint16_t, 1> column{f.column};
                sql::statement s{info.node, statement_.table, &write_parent_exists};
                s.columns = column;
                const auto v = load(fields_[keys() + i], row.rows.row(0));
                if (v.is_null() || yes(c, s, std::span{&v, 1})) continue;
                exact.constraint = schema::foreign_key_name(*statement_.table, f);
                exact.field = std::string{statement_.table->columns[f.column].name};
                info = std::move(exact);
                return;
            }
        }
    }

  private:
    [[nodiscard]] std::size_t keys() const noexcept { return statement_.table->key.size(); }

    /// The rows' positions in the order of their keys, in which SQLite has the records side by side: each
    /// page is then visited once. Empty where they are in that order already.
    [[nodiscard]] std::vector<std::uint32_t> by_key(const rows_view& rows) const {
        std::vector<std::uint32_t> out;
        const auto& key = fields_[0];
        const auto before = [](const value& a, const value& b) {
            switch (a.stored) {
            case storage::text:
            case storage::bytes:
            case storage::uuid: return a.text_view() < b.text_view();
            case storage::float32:
            case storage::float64: return a.real < b.real;
            default: return a.integer < b.integer;
            }
        };
        bool sorted = key.type->optional == nullptr && key.type->map == nullptr;
        if (!sorted) return out;
        for (std::size_t i = 1; i < rows.count && sorted; ++i) sorted = !before(load(key, rows.row(i)), load(key, rows.row(i - 1)));
        if (sorted) return out;
        out.resize(rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out[i] = static_cast<std::uint32_t>(i);
        if (key.type->stored == storage::int64 || key.type->stored == storage::int32) { // most keys: no detour to compare
            std::vector<std::pair<std::int64_t, std::uint32_t>> pairs(rows.count);
            for (std::size_t i = 0; i < rows.count; ++i) pairs[i] = {load(key, rows.row(i)).integer, static_cast<std::uint32_t>(i)};
            std::sort(pairs.begin(), pairs.end());
            for (std::size_t i = 0; i < rows.count; ++i) out[i] = pairs[i].second;
        } else
            std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
                const auto left = load(key, rows.row(a));
                const auto right = load(key, rows.row(b));
                return before(left, right) || (a < b && !before(right, left));
            });
        return out;
    }

    [[noreturn]] void refuse_missing(context& c, const batch& rows) const {
        rows_view view = rows.rows;
        view.fields = fields_.first(keys());
        const auto v = value::of_rows(view);
        std::int64_t position = 1;
        one_row row{&position};
        const std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "ord"}};
        auto target = row.target(field);
        const sql::statement missing{
            .node = statement_.node, .table = statement_.table, .write = &sql::write_first_missing, .cache = statement_.cache};
        c.connection().run(missing, sql::bulk_variant::first_missing, std::span{&v, 1}, &target);
        if (row.rows == 0) fail_not_stored(statement_, driver::on_update);
        fail(error_kind::not_found, statement_, "no record has this key", key_names(*statement_.table));
    }

    const sql::statement& statement_;
    bool deletes_;
    std::span<const field_access> fields_;
};

} // namespace dataflow::node_::detail
