// How one batch of rows is inserted. Knows the model only by its table.
#pragma once

#include <dataflow/bulk/detail/batch.hpp>
#include <dataflow/bulk/detail/insert_keys.hpp>
#include <dataflow/bulk/detail/insert_places.hpp>
#include <dataflow/bulk/detail/row_order.hpp>
#include <dataflow/bulk/insert_plan.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/write.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

namespace dataflow::node_::detail {

/// Inserts batches.
class insert_executor final : public batch_executor {
  public:
    /// `one_transaction`: all batches are in one, so that what follows from them all can wait for `finish`.
    insert_executor(const insert_plan& p, bool one_transaction) noexcept
        : plan_(p), one_transaction_(one_transaction) {}

    bulk_counts attempt(context& c, const batch& rows) override {
        check_keys(rows);
        if (plan_.fields.size() > plan_.insert->table->own_columns && plan_.insert->table->created_at < 0)
            check_times(rows);
        if (const int at = plan_.insert->table->policy.partition; plan_.records && at >= 0)
            require_tenant(c, *plan_.insert, plan_.fields[static_cast<std::size_t>(at)], rows.rows);
        start_ = noted_;
        if (plan_.ids != nullptr) plan_.ids->resize(plan_.id_list, noted_ += rows.rows.count);
        if (plan_.ids != nullptr && moves_rows_)
            for (std::size_t i = 0; i < rows.rows.count; ++i)
                rows_of_keys_.push_back(static_cast<std::uint32_t>(rows.index(i)));
        bulk_counts done;
        switch (plan_.on_conflict) {
        case conflict::error: done = insert(c, rows.rows, {}, conflict::error); break;
        case conflict::skip: done = skip(c, rows.rows); break;
        case conflict::update:
            // SQLite takes the rows one by one. PostgreSQL must not meet a record twice in one statement.
            if (c.dialect_data().meets_records_twice) done = insert(c, rows.rows, {}, conflict::update);
            else done = replace(c, rows.rows);
        }
        if (!one_transaction_) advance(c);
        return done;
    }

    /// PostgreSQL: the sequence of the key goes on after the keys that were given.
    void advance(context& c) {
        if (highest_ <= advanced_) return;
        advance_sequence(c, *plan_.insert, highest_);
        advanced_ = highest_;
    }

    /// The order of what all rows meet records by; none where that would change what is done.
    [[nodiscard]] inline row_positions order_of_all(const rows_view& rows) const;
    /// The rows come in another order than theirs.
    void rows_are_moved() noexcept { moves_rows_ = true; }

    void forget(std::size_t noted) override {
        noted_ = noted;
        if (rows_of_keys_.size() > noted) rows_of_keys_.resize(noted);
        if (plan_.ids != nullptr) plan_.ids->resize(plan_.id_list, noted);
    }
    [[nodiscard]] std::size_t noted() const override { return noted_; }
    /// When all is done: the keys that were noted are put into the order of the rows.
    void arrange_keys() {
        if (std::is_sorted(rows_of_keys_.begin(), rows_of_keys_.end())) return;
        row_positions order(rows_of_keys_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(),
                  [&](auto a, auto b) { return rows_of_keys_[a] < rows_of_keys_[b]; });
        plan_.ids->arrange(plan_.id_list, order);
    }
    [[nodiscard]] row_units units(const batch& rows) const override {
        return units_by_reference(*plan_.insert->table, plan_.fields, rows.rows);
    }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind == error_kind::foreign_key_violation)
            name_missing_parent(c, *plan_.insert->table, plan_.fields, row.rows.row(0), info);
    }

  private:
    using some_fields = std::array<field_access, schema::index_capacity>;
    using positions = std::span<const std::uint32_t>;

    /// A text key must not be empty.
    inline void check_keys(const batch& rows) const;

    /// Rows that bring their times have both of them.
    inline void check_times(const batch& rows) const;

    /// The fields of columns that find a record; a key of 0, which the database makes, counts as NULL.
    [[nodiscard]] std::span<const field_access> key_fields(std::span<const std::uint16_t> columns,
                                                           some_fields& fields) const noexcept {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            fields[i] = plan_.fields[columns[i]];
            if (static_cast<int>(columns[i]) == plan_.insert->table->generated_key)
                fields[i].type = &made_key(*fields[i].type);
        }
        return {fields.data(), columns.size()};
    }
    /// Whether rows can meet records by other unique columns than some: what comes of them depends then on
    /// their order.
    [[nodiscard]] inline bool meet_elsewhere(const rows_view& rows,
                                             std::span<const std::uint16_t> columns) const noexcept;
    /// The columns by which rows meet records that are skipped: the target, or else what is unique.
    [[nodiscard]] inline constant_list<std::uint16_t> meeting_columns() const noexcept;
    /// Positions, or nothing where they are all rows in their own order.
    [[nodiscard]] static positions in_order(const rows_view& rows, positions at) noexcept {
        return at.size() == rows.count && std::is_sorted(at.begin(), at.end()) ? positions{} : at;
    }

    inline bulk_counts replace(context& c, const rows_view& rows);

    inline bulk_counts skip(context& c, const rows_view& rows);

    /// Inserts the rows at some positions, or all.
    bulk_counts insert(context& c, const rows_view& rows, positions at, conflict how) {
        const auto& s = *plan_.insert;
        const auto& t = *s.table;
        const auto& d = c.dialect_data();
        using bits = sql::insert_variant;
        row_positions kept;
        rows_view view = at.empty() ? rows : chosen_rows(rows, at, kept);
        const bool replace = how == conflict::update;
        const bool ids = plan_.ids != nullptr && how != conflict::skip;
        const auto seen =
            t.generated_key < 0 ? keys_seen{.given = true} : look_at_keys(t, plan_.fields, view);
        const bool made = !seen.given;
        // Keys that are made from now on must not be those that were given before, or are given together with
        // them.
        if (seen.made && seen.given && d.makes_keys_by_sequence) highest_ = std::max(highest_, seen.highest);
        if (seen.made) advance(c);

        std::array<field_access, sql::most_columns> fields;
        view.fields = {fields.data(), sent(fields, made)};
        std::int64_t updates = 0;
        const sql::bindings bound{
            .given = plan_.set_values, .rows = &view, .now = time_of_write(t), .updated = &updates};

        const bool partitioned = replace && !d.created_flag.empty() && actors_of(c, s).partitioned;
        const auto variant = (made ? bits::key_made : 0) | (ids ? bits::with_ids : 0) |
                             (how == conflict::skip ? bits::skip : 0) | (replace ? bits::replace : 0) |
                             (partitioned ? bits::partitioned : 0);
        const auto count = static_cast<std::int64_t>(view.count);
        bulk_counts done;
        key_places places{plan_, start_, at, view.count};
        if (ids && made && !replace && d.tells_last_key &&
            counted_keys(c, variant & ~bits::with_ids, bound, places))
            return {.created = count};
        // Where only the count is asked for, and no key of the batch is to be made while others are given.
        const bool plain = how == conflict::error && !ids && (made || !seen.made);
        if (!plain || !copied(c, view, done)) {
            if (replace && !d.created_flag.empty())
                done = run_replacing(c, plan_, variant, bound, ids ? &places : nullptr);
            else {
                const auto field = ids ? places.key() : field_access{};
                auto target = places.target(field);
                const auto outcome = c.run(s, variant, bound, ids ? &target : nullptr);
                done.updated = updates;
                done.created = outcome.affected - updates;
                if (d.tells_last_key && seen.made && done.created > 0)
                    refuse_no_keys(c, seen, outcome.last_key - done.created + 1);
            }
        }
        if (how != conflict::skip && done.created + done.updated != count) fail_not_upserted(s);
        if (how == conflict::skip) done.skipped = count - done.created;
        if (d.makes_keys_by_sequence)
            highest_ = std::max(highest_, seen.highest); // only of rows that were taken
        return done;
    }

    /// SQLite without AUTOINCREMENT makes keys that follow the greatest, also where that is negative: 0,
    /// which is no key, could be among them. `first`: the first that was made, where all were.
    void refuse_no_keys(context& c, const keys_seen& seen, std::int64_t first) const {
        if (seen.given ? !key_is_there(c, *plan_.insert, 0) : first > 0) return;
        fail(
            error_kind::protected_operation, *plan_.insert,
            "the database makes keys after negative ones, including 0, which is not a key: give the keys, or "
            "create one record by itself first");
    }

    /// The fields that go to the database; gives how many.
    std::size_t sent(std::array<field_access, sql::most_columns>& fields, bool key_made) const noexcept {
        const auto& t = *plan_.insert->table;
        std::size_t n = 0;
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            const bool key = static_cast<int>(i) == t.generated_key;
            if (t.columns[i].managed_by != schema::managed::none || (key && key_made)) continue;
            fields[n] = plan_.fields[i];
            if (key) fields[n].type = &made_key(*fields[n].type);
            ++n;
        }
        return n;
    }

    /// Stores the rows by the database's own fast way, where it has one.
    [[nodiscard]] bool copied(context& c, const rows_view& rows, bulk_counts& done) const {
        const auto& t = *plan_.insert->table;
        const auto now = time_of_write(t);
        std::array<value, sql::most_columns> kept{};
        std::size_t n = 0;
        for (const auto& s : t.policy.stamps)
            if ((s.when & schema::stamp::on_insert) != 0)
                kept[n++] = stamped(s, t.columns[s.column], now, c.session());
        const auto stored = c.copy(*plan_.insert, rows, {kept.data(), n});
        if (stored) done.created = *stored;
        return stored.has_value();
    }

    /// The value of a stamp, for its column. Throws where the session lacks what it must have.
    [[nodiscard]] value stamped(const schema::stamp& s, const schema::column& to, std::int64_t now,
                                const sql::session_values* session) const {
        using source = schema::stamp::source;
        if (s.what == source::now) return value::of_integer(to.type->stored, now, to.name);
        if (s.what != source::session) return value::of_integer(to.type->stored, s.number, to.name);
        auto out = sql::value_of_session(session, static_cast<std::size_t>(s.which));
        if (out.is_null() && sql::is_required(s.which))
            fail(error_kind::protected_operation, *plan_.insert, std::string{sql::session_value_missing});
        out.field = to.name;
        return out;
    }

    const insert_plan& plan_;
    bool one_transaction_;
    std::size_t start_ = 0; ///< where the keys of the batch begin
    std::size_t noted_ = 0;
    bool moves_rows_ =
        refers_to_itself(*plan_.insert->table); ///< rows may be taken in another order than theirs
    row_positions rows_of_keys_{};              ///< then: to which rows the noted keys belong
    std::int64_t highest_ = 0;                  ///< of the keys that were given
    std::int64_t advanced_ = 0;                 ///< to here the sequence was moved
};

} // namespace dataflow::node_::detail

#include <dataflow/bulk/detail/insert_checks.hpp>
#include <dataflow/bulk/detail/insert_meetings.hpp>
