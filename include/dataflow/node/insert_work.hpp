// How one batch of rows is inserted. Knows the model only by its table.
#pragma once

#include <dataflow/node/batch.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/duplicates.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/insert_keys.hpp>
#include <dataflow/node/insert_plan.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/bulk.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::node_::detail {

/// Inserts batches.
class insert_work final : public batch_work {
  public:
    /// `one_transaction`: all batches are in one, so that what follows from them all can wait for `finish`.
    insert_work(const insert_plan& p, bool one_transaction) noexcept : plan_(p), one_transaction_(one_transaction) {
        if (p.ids != nullptr) key_ = {0, p.ids->key, "key"};
    }

    bulk_counts attempt(context& c, const batch& rows) override {
        const auto& s = *plan_.insert;
        const auto& t = *s.table;
        using bits = sql::insert_variant;
        const bool replace = plan_.on_conflict == conflict::update;
        const bool skip = plan_.on_conflict == conflict::skip;
        const bool ids_now = plan_.ids != nullptr && !skip;
        if (replace) refuse_duplicates(rows);
        check_keys(rows);
        const auto seen = t.generated_key < 0 ? keys_seen{.given = true} : look_at_keys(t, plan_.fields, rows.rows);
        const bool made = !seen.given;
        // Keys that are made from now on must not be those that were given before.
        if (seen.made) advance(c);

        std::array<field_access, sql::most_columns> fields;
        rows_view view = rows.rows;
        view.fields = {fields.data(), sent(fields, made)};

        value_list values;
        if (t.updated_at >= 0)
            values.add(value::of_integer(storage::timestamp, context::now().time_since_epoch().count(), "updated_at"));
        values.add(value::of_rows(view));
        if (replace)
            for (const auto& v : plan_.set_values) values.add(v);
        std::int64_t updates = 0;
        if (replace && !c.postgres()) values.add(value::of_counter(updates));

        const auto variant = (made ? bits::key_made : 0) | (ids_now ? bits::with_ids : 0) | (skip ? bits::skip : 0) |
                             (replace ? bits::replace : 0);
        const auto count = static_cast<std::int64_t>(rows.rows.count);
        bulk_counts done;
        if (ids_now && made && !replace && !c.postgres() && counted_ids(c, variant & ~bits::with_ids, values.span(), count))
            return {.created = count};
        // Where only the count is asked for, and no key of the batch is to be made while others are given.
        const bool plain = !replace && !skip && !ids_now && (made || !seen.made);
        if (!plain || !copied(c, view, done)) {
            if (replace && c.postgres()) done = run_replacing(c, variant, values.span(), ids_now);
            else {
                auto target = id_target();
                const auto outcome = c.connection().run(s, variant, values.span(), ids_now ? &target : nullptr);
                done.updated = updates;
                done.created = outcome.affected - updates;
            }
        }
        if (!skip && done.created + done.updated != count) fail_not_stored(s, driver::on_insert);
        done.skipped = skip ? count - done.created : 0;
        if (c.postgres()) highest_ = std::max(highest_, seen.highest); // only of rows that were taken
        if (!one_transaction_) advance(c);
        if (plan_.ids != nullptr && skip) read_keys(c, rows);
        return done;
    }

    /// PostgreSQL: the sequence of the key goes on behind the keys that were given.
    void advance(context& c) {
        if (highest_ <= advanced_) return;
        advance_sequence(c, *plan_.insert, highest_);
        advanced_ = highest_;
    }

    void forget(std::size_t noted) override {
        noted_ = noted;
        if (plan_.ids != nullptr) plan_.ids->cut(plan_.id_list, noted);
    }
    [[nodiscard]] std::size_t noted() const override { return noted_; }

    [[nodiscard]] std::vector<two_rows> repeated(const batch& rows) const override {
        if (plan_.on_conflict != conflict::update) return {};
        target_fields fields;
        return all_duplicates(rows.rows, find_target(fields));
    }
    [[nodiscard]] std::string_view repeats() const override { return "conflict target"; }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind == error_kind::foreign_key_violation)
            name_missing_parent(c, *plan_.insert->table, plan_.fields, row.rows.row(0), info);
    }

  private:
    using target_fields = std::array<field_access, schema::index_capacity>;

    /// A text key must not be empty.
    void check_keys(const batch& rows) const {
        const auto& t = *plan_.insert->table;
        const auto& key = plan_.fields[t.key[0]];
        if (t.key.size() != 1 || key.type->memory != layout::text) return;
        for (std::size_t i = 0; i < rows.rows.count; ++i)
            if (load(key, rows.rows.row(i)).size == 0)
                fail(error_kind::invalid_value, *plan_.insert, "the key is empty", key.name);
    }

    /// The fields that go to the database; gives how many.
    std::size_t sent(std::array<field_access, sql::most_columns>& fields, bool key_made) const noexcept {
        const auto& t = *plan_.insert->table;
        std::size_t n = 0;
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            const bool key = static_cast<int>(i) == t.generated_key;
            if (t.columns[i].keeper != schema::managed::none || (key && key_made)) continue;
            fields[n] = plan_.fields[i];
            if (key) fields[n].type = &made_key;
            ++n;
        }
        return n;
    }

    /// The fields by which a record that is there is found.
    [[nodiscard]] std::span<const field_access> find_target(target_fields& fields) const noexcept {
        const auto& s = *plan_.insert;
        for (std::size_t i = 0; i < s.target.size(); ++i) {
            fields[i] = plan_.fields[s.target[i]];
            if (static_cast<int>(s.target[i]) == s.table->generated_key) fields[i].type = &made_key;
        }
        return {fields.data(), s.target.size()};
    }

    /// SQLite gives the rows of one statement keys that follow each other: they are known from the last,
    /// at a third of what RETURNING costs. False, with nothing done, where they do not follow: where
    /// triggers write, or the keys have come to their end.
    [[nodiscard]] bool counted_ids(context& c, std::uint64_t variant, std::span<const value> values, std::int64_t count) {
        const auto& s = *plan_.insert;
        const context::scope guard{c};
        const auto outcome = c.connection().run(s, variant, values, nullptr);
        const auto first = outcome.last_key - count + 1;
        if (outcome.affected != count || outcome.beside != 0 || first <= 0 || !key_is_there(c, s, first)) return false;
        for (auto key = first; key <= outcome.last_key; ++key) (void)store_integer(*key_.type, next_id(), key);
        guard.done();
        return true;
    }

    /// Stores the rows by the database's own fast way, where it has one.
    [[nodiscard]] bool copied(context& c, const rows_view& rows, bulk_counts& done) const {
        const auto& t = *plan_.insert->table;
        const auto now = t.updated_at >= 0 ? context::now().time_since_epoch().count() : 0;
        std::array<value, 2> times{};
        std::size_t n = 0;
        for (const int at : {t.created_at, t.updated_at})
            if (at >= 0) times[n++] = value::of_integer(storage::timestamp, now, t.columns[static_cast<std::size_t>(at)].name);
        const auto stored = c.connection().copy(*plan_.insert, rows, {times.data(), n});
        if (stored) done.created = *stored;
        return stored.has_value();
    }

    void refuse_duplicates(const batch& rows) const {
        const auto& s = *plan_.insert;
        target_fields fields;
        const auto same = first_duplicate(rows.rows, find_target(fields));
        if (!same) return;
        std::string names;
        for (const auto i : s.target) names += (names.empty() ? "" : ", ") + std::string{plan_.fields[i].name};
        fail(error_kind::too_many_rows, s, words_for(rows, *same, repeats()), names);
    }

    void* next_id() {
        ++noted_;
        return plan_.ids->grow(plan_.id_list);
    }
    /// Keys go to the caller's list behind those that are noted.
    [[nodiscard]] driver::row_target id_target() noexcept {
        return {[](void* self) { return static_cast<insert_work*>(self)->next_id(); }, this, std::span{&key_, 1}};
    }

    bulk_counts run_replacing(context& c, std::uint64_t variant, std::span<const value> values, bool ids_now) {
        bulk_counts done;
        if (!ids_now) {
            const std::array<field_access, 2> fields{
                field_access{offsetof(bulk_counts, created), &schema::info_of<std::int64_t>, "created"},
                field_access{offsetof(bulk_counts, updated), &schema::info_of<std::int64_t>, "updated"}};
            one_row row{&done};
            auto target = row.target(fields);
            c.connection().run(*plan_.insert, variant, values, &target);
            return done;
        }
        struct reader {
            insert_work& work;
            bulk_counts& done;
            key_and_flag row{};
            bool full = false;

            void keep() {
                if (!full) return;
                ++(row.flag ? done.created : done.updated);
                row.give_key(work.key_, work.next_id());
            }
        } rows{*this, done};
        const auto fields = key_and_flag::fields(key_);
        const auto next = [](void* self) -> void* {
            auto& r = *static_cast<reader*>(self);
            r.keep();
            r.full = true;
            return &r.row;
        };
        driver::row_target target{next, &rows, fields};
        c.connection().run(*plan_.insert, variant, values, &target);
        rows.keep();
        return done;
    }

    /// The keys of all rows by the conflict target: of those that were inserted and of those that were there.
    void read_keys(context& c, const batch& rows) {
        const auto& s = *plan_.insert;
        target_fields fields;
        for (std::size_t i = 0; i < s.target.size(); ++i) fields[i] = plan_.fields[s.target[i]];
        rows_view view = rows.rows;
        view.fields = {fields.data(), s.target.size()};
        const auto v = value::of_rows(view);
        auto target = id_target();
        c.connection().run(beside(s, &sql::write_keys_of_rows), sql::insert_variant::keys, std::span{&v, 1}, &target);
    }

    const insert_plan& plan_;
    field_access key_{};
    bool one_transaction_;
    std::size_t noted_ = 0;
    std::int64_t highest_ = 0;  ///< of the keys that were given
    std::int64_t advanced_ = 0; ///< to here the sequence was moved
};

} // namespace dataflow::node_::detail
