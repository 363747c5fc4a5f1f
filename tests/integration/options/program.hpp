// Random programs over models with options: each node, each path by which rows change, against a plain C++
// model of what it should do.
#pragma once

#include "integration/options/player.hpp"

namespace proof {

/// Of each record of the audit log about a tenant's records, or all: which record, and what was done.
template <class Database>
std::vector<std::pair<std::string, std::string>> log_of(Database& db, std::string_view table,
                                                        const std::string& tenant) {
    std::vector<std::pair<std::string, std::string>> out;
    struct line {
        std::string record_key, operation;
    };
    for (auto& one :
         db.run(df::sql<"select record_key, operation from dataflow_audit where table_name = {} and "
                        "coalesce(tenant_id, '') = {} order by id",
                        line>(table, tenant))) {
        std::erase(one.record_key, ' ');
        out.emplace_back(one.record_key, one.operation);
    }
    return out;
}

template <int I, class Database>
class program : public player<I, Database> {
    using base = player<I, Database>;

  public:
    using base::base;
    using base::name;
    using base::note;
    using base::owner;
    using base::s;
    using typename base::M;
    using typename base::owner_t;
    using typename base::record;

    /// Runs so many steps, and looks at everything in the end; and then at what is left without past
    /// versions.
    void run(int steps) {
        walk(steps);
        finish();
        const int before = base::failures();
        for (who_ = 0; at() < tenants_.size() && base::failures() == before; ++who_) {
            SCOPED_TRACE("shape " + std::to_string(I) + " of " + tenants_[at()] + " without past versions");
            purge_history();
        }
    }
    /// Runs so many steps, and looks at what is there now and then. Stops at the first failure.
    void walk(int steps) {
        const int before = base::failures();
        for (int i = 0; i < steps && base::failures() == before; ++i, ++step_) {
            who_ = roll(static_cast<int>(tenants_.size()));
            const int what = roll(kinds_of_steps);
            SCOPED_TRACE("shape " + std::to_string(I) + ", step " + std::to_string(step_) + ", operation " +
                         std::to_string(what) + " of " + tenants_[at()]);
            try {
                if constexpr (!s.creates())
                    if (base::filled_.insert(s.tenants ? tenants_[at()] : "").second) {
                        for (int owned = 0; owned < 3; ++owned) create_owner();
                        base::fill_by_hand();
                    }
                step(what);
                if (step_ % 40 == 39) look();
            } catch (const std::exception& e) {
                ADD_FAILURE() << e.what();
            }
        }
    }
    void finish() {
        const int before = base::failures();
        for (who_ = 0; at() < tenants_.size() && base::failures() == before; ++who_) {
            SCOPED_TRACE("shape " + std::to_string(I) + " of " + tenants_[at()]);
            look();
            look_back();
        }
    }

  private:
    using base::any_key;
    using base::any_owner;
    using base::any_row;
    using base::at;
    using base::created;
    using base::db_;
    using base::expect;
    using base::expect_keys;
    using base::expect_row;
    using base::expect_stored;
    using base::fill;
    using base::keep_fixed;
    using base::key_from;
    using base::mine;
    using base::object;
    using base::owner_lives;
    using base::owners;
    using base::refusals;
    using base::roll;
    using base::t;
    using base::table_of;
    using base::take_new;
    using base::tenants_;
    using base::who_;
    static constexpr auto n = base::n;
    static constexpr int kinds_of_steps = 31;
    int step_ = 0;

    void step(int what) {
        switch (what) {
        case 0:
        case 1: return create();
        case 2: return update();
        case 3: return save();
        case 4: return update_by_name();
        case 5: return erase();
        case 6: return name_a_version();
        case 7: return bulk_create();
        case 8: return bulk_create_skips();
        case 9: return bulk_update();
        case 10: return bulk_update_rows();
        case 11: return bulk_erase();
        case 12: return bulk_erase_keys();
        case 13: return bulk_upsert();
        case 14: return upsert();
        case 15: return upsert_by_key();
        case 16: return restore();
        case 17: return purge();
        case 18: return purge_many();
        case 19: return restore_version();
        case 20: return by_hand();
        case 21: return workflow();
        case 22: return undo();
        case 23:
        case 24: return create_owner();
        case 25: return erase_owner();
        case 26:
        case 27: return forbidden_by_hand();
        case 28: return changes_fixed_by_rows();
        case 29: return around_the_wall();
        default: return bring_owner_back();
        }
    }

    template <class Node>
    static auto on_key(const Node& node) {
        if constexpr (s.key == key_kind::text) return node.on_conflict(field<&M::code>);
        else if constexpr (s.key == key_kind::pair)
            return node.on_conflict(field<&M::shelf>, field<&M::place>);
        else return node.on_conflict(field<&M::id>);
    }
    void expect_all(const std::vector<std::string>& keys, const std::function<void(plain_row&)>& how) {
        for (const auto& key : keys) mine().change(key, how);
    }

    // --- single records

    void create() {
        if constexpr (s.creates()) {
            const auto p = any_row();
            M row = object(p);
            bool there = false;
            if constexpr (s.key != key_kind::number) {
                const auto key = any_key();
                set_key(row, key);
                there = mine().has(key);
            }
            record made;
            if (expect(refusals(there || mine().taken(p.name), p.owner),
                       [&] { made = t().run(df::create(row)); })) {
                created(made, p);
                expect_stored(made);
            }
        }
    }
    void update() {
        if constexpr (s.updates()) {
            const auto key = any_key();
            const auto p = any_row();
            auto wanted = refusals(!s.fixed && mine().taken(p.name, key), s.fixed_owner() ? 0 : p.owner);
            if (!mine().live(key)) wanted = {df::error_kind::not_found};
            record r;
            if (expect(wanted, [&] {
                    if constexpr (s.fixed_owner()) r = t().run(df::update<M>(key_from(key), n = p.n));
                    else if constexpr (s.fixed)
                        r = t().run(df::update<M>(key_from(key), n = p.n, owner = object(p).owner));
                    else
                        r = t().run(
                            df::update<M>(key_from(key), name = p.name, n = p.n, owner = object(p).owner));
                })) {
                mine().change(key, [&](plain_row& was) {
                    if (!s.fixed) was.name = p.name;
                    was.n = p.n;
                    if (!s.fixed_owner()) was.owner = p.owner;
                });
                expect_stored(r);
            }
        }
    }
    /// A record that was read, and perhaps is behind by now; or a plain object, which names no version.
    void save() {
        if constexpr (s.updates()) {
            const auto key = any_key();
            const auto found = t().run(df::find<M>(key_from(key)));
            ASSERT_EQ(found.has_value(), mine().live(key)) << key;
            if (!found) return;
            expect_row(*found, mine().rows.at(key));
            auto p = any_row();
            keep_fixed(p, key);
            auto changed = *found;
            fill(changed, p);
            auto wanted = refusals(mine().taken(p.name, key), p.owner, mine().changes_fixed(key, p));
            const bool plain = roll(3) == 0;
            if (roll(3) == 0) {
                t().run(df::update<M>(key_from(key), n += 1));
                mine().change(key, [](plain_row& was) { ++was.n; });
                if (s.versions && !plain) wanted = {df::error_kind::version_conflict};
            }
            record r;
            if (expect(wanted, [&] {
                    r = plain ? t().run(df::update(static_cast<const M&>(changed)))
                              : t().run(df::update(changed));
                })) {
                mine().change(key, [&](plain_row& was) { fill_plain(was, p); });
                expect_stored(r);
            }
        }
    }
    static void fill_plain(plain_row& to, const plain_row& from) {
        to.owner = from.owner;
        to.name = from.name;
        to.n = from.n;
        to.note = from.note;
    }
    void update_by_name() {
        if constexpr (s.updates()) {
            const auto p = any_row();
            const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.name == p.name; });
            kinds wanted;
            if (keys.empty()) wanted = {df::error_kind::not_found};
            if (keys.size() > 1) wanted = {df::error_kind::too_many_rows};
            record r;
            if (expect(wanted,
                       [&] { r = t().run(df::update<M>(name == p.name, note = p.note, n = n + 1)); })) {
                mine().change(keys[0], [&](plain_row& was) {
                    was.note = p.note;
                    ++was.n;
                });
                expect_stored(r);
            }
        }
    }
    void erase() {
        if constexpr (s.erases()) {
            const auto key = any_key();
            EXPECT_EQ(t().run(df::erase<M>(key_from(key))), mine().erase(key)) << key;
        }
    }
    void name_a_version() {
        if constexpr (s.versions) {
            const auto key = any_key();
            const bool live = mine().live(key);
            const auto now = live ? mine().rows[key].version : 1;
            const auto named = now + (roll(3) == 0 ? 1 : 0);
            kinds wanted;
            if (named != now) wanted = {df::error_kind::version_conflict};
            if (!live) wanted = {df::error_kind::not_found};
            if (roll(2) == 0) {
                record r;
                if (expect(wanted,
                           [&] { r = t().run(df::update<M>(key_from(key), n += 3).if_version(named)); })) {
                    mine().change(key, [](plain_row& was) { was.n += 3; });
                    expect_stored(r);
                }
            } else if constexpr (s.erases()) {
                if (expect(wanted,
                           [&] { EXPECT_TRUE(t().run(df::erase<M>(key_from(key)).if_version(named))); }))
                    mine().erase(key);
            }
        }
    }

    // --- many

    /// Rows with names and keys that differ; `free`: that are not there.
    std::vector<std::pair<M, plain_row>> some_rows(bool free) {
        std::vector<std::pair<M, plain_row>> out;
        std::set<std::string> used;
        const int wanted = 1 + roll(4);
        for (int i = 0; i < wanted; ++i) {
            auto p = any_row();
            if (!owner_lives(p.owner)) p.owner = 0;
            M row = object(p);
            std::string key;
            if constexpr (s.key != key_kind::number) {
                key = any_key();
                set_key(row, key);
            }
            if (free && (mine().has(key) || mine().taken(p.name))) continue;
            if ((!key.empty() && !used.insert(key).second) || (s.unique && !used.insert(p.name).second))
                continue;
            out.emplace_back(row, p);
        }
        return out;
    }
    static std::vector<M> objects(const std::vector<std::pair<M, plain_row>>& all) {
        std::vector<M> out;
        for (const auto& [row, _] : all) out.push_back(row);
        return out;
    }
    void bulk_create() {
        if constexpr (s.creates()) {
            const auto all = some_rows(roll(3) != 0);
            const auto rows = objects(all);
            bool taken = false;
            for (const auto& [row, p] : all)
                taken =
                    taken || mine().taken(p.name) || (s.key != key_kind::number && mine().has(key_text(row)));
            const bool with_ids = s.key != key_kind::pair && roll(2) == 0;
            df::bulk_result<M> done;
            if (!expect(refusals(taken, 0), [&] {
                    if constexpr (s.key != key_kind::pair)
                        if (with_ids) {
                            done = t().run(df::bulk_create(rows).returning_ids());
                            return;
                        }
                    done = t().run(df::bulk_create(rows));
                }))
                return;
            EXPECT_EQ(done.created, static_cast<std::int64_t>(rows.size()));
            EXPECT_EQ(done.ids.size(), with_ids ? rows.size() : 0);
            std::vector<plain_row> expected;
            for (const auto& [_, p] : all) expected.push_back(p);
            take_new(expected);
        }
    }
    void bulk_create_skips() {
        if constexpr (s.creates()) {
            const auto all = some_rows(false);
            std::vector<plain_row> expected;
            for (const auto& [row, p] : all)
                if (!mine().taken(p.name) && !(s.key != key_kind::number && mine().has(key_text(row))))
                    expected.push_back(p);
            const auto done = t().run(df::bulk_create(objects(all)).on_conflict(df::conflict::skip));
            EXPECT_EQ(done.created, static_cast<std::int64_t>(expected.size()));
            EXPECT_EQ(done.skipped, static_cast<std::int64_t>(all.size() - expected.size()));
            take_new(expected);
        }
    }
    void bulk_update() {
        if constexpr (s.updates()) {
            const int p = roll(60);
            const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.n < p; });
            EXPECT_EQ(t().run(df::bulk_update<M>(n < p, n += 1)).updated,
                      static_cast<std::int64_t>(keys.size()));
            expect_all(keys, [](plain_row& r) { ++r.n; });
        }
    }
    void bulk_update_rows() {
        if constexpr (s.updates()) {
            auto rows = t().run(df::list<M>()).records;
            if (rows.empty()) return;
            const bool behind = s.versions && roll(4) == 0;
            const int to = roll(100);
            for (auto& r : rows) r.n = to;
            if constexpr (s.versions)
                if (behind) ++rows.back().version;
            if (expect(behind ? kinds{df::error_kind::version_conflict} : kinds{}, [&] {
                    EXPECT_EQ(t().run(df::bulk_update(rows).set(n)).updated,
                              static_cast<std::int64_t>(rows.size()));
                }))
                for (const auto& r : rows) mine().change(key_text(r), [&](plain_row& was) { was.n = to; });
        }
    }
    void bulk_erase() {
        if constexpr (s.erases()) {
            const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.n > 80; });
            EXPECT_EQ(t().run(df::bulk_erase<M>(n > 80)).deleted, static_cast<std::int64_t>(keys.size()));
            for (const auto& key : keys) mine().erase(key);
        }
    }
    void bulk_erase_keys() {
        if constexpr (s.erases()) {
            const auto one = any_key(), other = any_key();
            const std::vector keys{key_from(one), key_from(other), key_from(one)};
            const auto gone =
                static_cast<std::int64_t>(mine().live(one)) + (one != other && mine().live(other));
            EXPECT_EQ(t().run(df::bulk_erase<M>(keys)).deleted, gone);
            mine().erase(one);
            mine().erase(other);
        }
    }
    /// Of a row that is upserted by its name: the key of the record that it meets, or nothing.
    std::string met(const M& row, const plain_row& p) {
        if constexpr (s.unique) return mine().named(p.name);
        else return mine().live(key_text(row)) ? key_text(row) : "";
    }
    static auto target(const auto& node) {
        if constexpr (s.unique) return node.on_conflict(name);
        else return on_key(node);
    }
    void bulk_upsert() {
        if constexpr (s.creates() && s.updates()) {
            auto all = some_rows(false);
            if constexpr (s.key == key_kind::number && !s.unique) { // by keys that are there
                std::set<std::string> used;
                std::erase_if(all, [&](auto& one) {
                    const auto key = any_key();
                    set_key(one.first, key);
                    return !mine().live(key) || !used.insert(key).second;
                });
            }
            bool taken = false, fixed = false;
            std::int64_t there = 0;
            for (auto& [row, p] : all) {
                const auto key = met(row, p);
                there += !key.empty();
                if (!key.empty()) {
                    keep_fixed(p, key);
                    fill(row, p);
                    fixed = fixed || mine().changes_fixed(key, p);
                }
                taken = taken || (key.empty() && s.key != key_kind::number && mine().has(key_text(row)));
            }
            const auto rows = objects(all);
            df::bulk_result<M> done;
            if (!expect(refusals(taken, 0, fixed), [&] { done = t().run(target(df::bulk_upsert(rows))); }))
                return;
            EXPECT_EQ(done.updated, there);
            EXPECT_EQ(done.created, static_cast<std::int64_t>(rows.size()) - there);
            std::vector<plain_row> fresh;
            for (const auto& [row, p] : all)
                if (const auto key = met(row, p); !key.empty())
                    mine().change(key, [&](plain_row& was) { fill_plain(was, p); });
                else fresh.push_back(p);
            take_new(fresh);
        }
    }
    void upsert() {
        if constexpr (s.creates() && s.updates()) {
            auto p = any_row();
            M row = object(p);
            if constexpr (s.key != key_kind::number) set_key(row, any_key());
            else if (!s.unique) return;
            const auto key = met(row, p);
            if (!key.empty()) {
                keep_fixed(p, key);
                fill(row, p);
            }
            const bool fixed = !key.empty() && mine().changes_fixed(key, p);
            const bool taken = key.empty() && s.key != key_kind::number && mine().has(key_text(row));
            df::upserted<M> done;
            if (expect(refusals(taken, p.owner, fixed), [&] { done = t().run(target(df::upsert(row))); }))
                upserted(done, key, p);
        }
    }
    void upserted(const df::upserted<M>& done, const std::string& key, const plain_row& p) {
        EXPECT_EQ(done.created, key.empty());
        if (key.empty()) created(done.record, p);
        else {
            EXPECT_EQ(key_text(done.record), key);
            mine().change(key, [&](plain_row& was) { fill_plain(was, p); });
        }
        expect_stored(done.record);
    }
    void upsert_by_key() {
        if constexpr (s.creates() && s.updates()) {
            auto p = any_row();
            const auto key = any_key();
            keep_fixed(p, key);
            M row = object(p);
            if (s.key == key_kind::number && !mine().has(key)) return; // another tenant's, or of none
            set_key(row, key);
            const bool live = mine().live(key);
            const auto wanted = refusals(mine().marked(key) || mine().taken(p.name, key), p.owner,
                                         live && mine().changes_fixed(key, p));
            df::upserted<M> done;
            if (expect(wanted, [&] { done = t().run(on_key(df::upsert(row))); }))
                upserted(done, live ? key : "", p);
        }
    }

    // --- deleted records and past versions

    void restore() {
        if constexpr (s.soft) {
            const auto key = any_key();
            kinds wanted{df::error_kind::not_found};
            if (mine().marked(key)) {
                const auto& p = mine().rows[key];
                wanted = refusals(mine().taken(p.name), p.owner);
            }
            record r;
            if (expect(wanted, [&] { r = t().run(df::restore<M>(key_from(key))); })) {
                mine().restore(key);
                expect_stored(r);
            }
        }
    }
    void purge() {
        if constexpr (s.soft) {
            const auto key = any_key();
            const bool marked = mine().marked(key);
            EXPECT_EQ(t().run(df::purge<M>(key_from(key))), marked);
            if (marked) mine().remove(key);
        }
    }
    void purge_many() {
        if constexpr (s.soft) {
            const int p = roll(100);
            const bool old = roll(2) == 0;
            const auto keys = mine().keys([&](const plain_row& r) { return r.deleted && (old || r.n < p); });
            const auto done = old ? t().run(df::purge<M>(df::older_than(std::chrono::nanoseconds{0})))
                                  : t().run(df::purge<M>(n < p));
            EXPECT_EQ(done.deleted, static_cast<std::int64_t>(keys.size()));
            for (const auto& key : keys) mine().remove(key);
        }
    }
    void restore_version() {
        if constexpr (s.past && s.updates()) {
            const auto key = any_key();
            const auto found = mine().versions.find(key);
            const auto count = found == mine().versions.end() ? 0 : static_cast<int>(found->second.size());
            const int number = 1 + roll(count + 1);
            kinds wanted{df::error_kind::not_found};
            plain_row next;
            // of a record that was deleted no version is one
            if (number <= count && !found->second[static_cast<std::size_t>(number - 1)].deleted) {
                next = found->second[static_cast<std::size_t>(number - 1)];
                wanted = refusals(mine().taken(next.name, key), next.owner,
                                  mine().has(key) ? mine().changes_fixed(key, next) : !s.creates());
            }
            record r;
            if (!expect(wanted, [&] { r = t().run(df::restore_version<M>(key_from(key), number)); })) return;
            if (mine().has(key)) mine().change(key, next);
            else {
                next.version = 0;
                for (const auto& one : found->second) next.version = std::max(next.version, one.version + 1);
                mine().create(key, next);
            }
            expect_stored(r);
        }
    }

    // --- by other ways

    void by_hand() {
        const int p = roll(50);
        std::string text = std::string{"UPDATE "} + std::string{base::table_name} + " SET n = n + 2" +
                           (s.versions ? ", version = version + 1" : "") + " WHERE n < " + std::to_string(p);
        if (s.soft) text += " AND deleted_at IS NULL";
        if (s.tenants) text += " AND tenant_id = '" + tenants_[at()] + "'";
        const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.n < p; });
        if (!expect(refusals(false, 0, !s.updates() && !keys.empty()), [&] { base::script(text); })) return;
        for (const auto& key : keys) {
            auto next = mine().rows[key];
            next.n += 2;
            mine().change(key, next, s.versions, false);
        }
    }
    /// What the model is without, or what never changes, by SQL that looks at no rule: nothing is done.
    void forbidden_by_hand() {
        const std::string table{base::table_name};
        const auto mine_only = base::of_mine();
        std::vector<std::string> tried;
        if (!s.creates() || !s.erases()) {
            const auto copy =
                table + " (" + base::columns() + ") SELECT " + base::columns() + " FROM " + table + mine_only;
            if (!s.creates()) tried.push_back("INSERT INTO " + copy);
            if (!base::postgres()) tried.push_back("REPLACE INTO " + copy);
            else if (!s.erases()) tried.push_back("TRUNCATE " + table);
        }
        if (!s.erases()) tried.push_back("DELETE FROM " + table + mine_only);
        if (!s.updates()) tried.push_back("UPDATE " + table + " SET note = 'x'" + mine_only);
        if (s.fixed) tried.push_back("UPDATE " + table + " SET n = 0, name = name || 'x'" + mine_only);
        if (s.fixed_owner())
            tried.push_back("UPDATE " + table + " SET owner = NULL" + mine_only + " AND owner IS NOT NULL");
        if (s.fixed && s.times)
            tried.push_back("UPDATE " + table + " SET created_at = '2001-01-01T00:00:00.000000Z'" +
                            mine_only);
        if (tried.empty()) return;
        const auto& text = tried[static_cast<std::size_t>(roll(static_cast<int>(tried.size())))];
        const bool owned_only = support::has(text, "owner = NULL");
        const bool any = support::has(text, "TRUNCATE") ||
                         mine().count([&](const plain_row& r) { return !owned_only || r.owner != 0; }) != 0;
        SCOPED_TRACE(text);
        expect(refusals(false, 0, any), [&] { base::script(text); });
    }
    /// Whole rows, one of which has another value of what never changes: none of them is stored.
    void changes_fixed_by_rows() {
        if constexpr (s.fixed) {
            auto rows = t().run(df::list<M>()).records;
            if (rows.empty()) return;
            auto& other = rows[static_cast<std::size_t>(roll(static_cast<int>(rows.size())))];
            for (auto& r : rows) r.n = 1;
            other.name += "x";
            expect({df::error_kind::protected_operation}, [&] { t().run(df::bulk_update(rows)); });
        }
    }
    /// SQL that says nothing of tenants: in a session it reaches its own rows, and without one none at all.
    void around_the_wall() {
        if constexpr (s.walled) {
            const std::string table{base::table_name};
            const auto all = "UPDATE " + table + " SET n = -1; DELETE FROM " + table;
            db_.transaction([&](auto& tx) { tx.inside().connection().script(all); });
            const auto others = " WHERE tenant_id <> '" + tenants_[at()] + "'";
            base::script("UPDATE " + table + " SET n = -1" + others + "; DELETE FROM " + table + others);
        }
    }
    void workflow() {
        const auto p = any_row();
        if constexpr (s.creates()) {
            M row = object(p);
            bool there = false;
            if constexpr (s.key != key_kind::number) {
                const auto key = any_key();
                set_key(row, key);
                there = mine().has(key);
            }
            const auto flow = [&] {
                if constexpr (s.updates())
                    return df::workflow(df::node<"made">(df::create(row)),
                                        df::node<"changed">(df::bulk_update<M>(n == df::param<"n">, n += 1)),
                                        df::node<"count">(df::count<M>()), df::wire<"made.n", "changed.n">,
                                        df::after<"changed", "count">);
                else
                    return df::workflow(df::node<"made">(df::create(row)), df::node<"count">(df::count<M>()),
                                        df::after<"made", "count">);
            }();
            expect(refusals(there || mine().taken(p.name), p.owner), [&] {
                const auto done = t().run(flow);
                created(done["made"_n], p);
                if constexpr (s.updates()) {
                    const auto keys =
                        mine().keys([&](const plain_row& r) { return !r.deleted && r.n == p.n; });
                    expect_all(keys, [](plain_row& r) { ++r.n; });
                    EXPECT_EQ(done["changed"_n].updated, static_cast<std::int64_t>(keys.size()));
                }
                EXPECT_EQ(done["count"_n], mine().count([](const plain_row& r) { return !r.deleted; }));
            });
        } else {
            const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.n < p.n; });
            const auto done =
                t().run(df::workflow(df::node<"changed">(df::bulk_update<M>(n < p.n, n += 1)),
                                     df::node<"count">(df::count<M>()), df::after<"changed", "count">));
            expect_all(keys, [](plain_row& r) { ++r.n; });
            EXPECT_EQ(done["changed"_n].updated, static_cast<std::int64_t>(keys.size()));
            EXPECT_EQ(done["count"_n], mine().count([](const plain_row& r) { return !r.deleted; }));
        }
    }
    /// What is undone leaves no row, no version and no record.
    void undo() {
        try {
            t().transaction([&](auto& tx) {
                if constexpr (s.creates() && !s.updates())
                    tx.run(df::bulk_create(objects(some_rows(false))).on_conflict(df::conflict::skip));
                if constexpr (s.updates()) tx.run(df::bulk_update<M>(df::everything, n += 1000));
                if constexpr (s.erases()) tx.run(df::bulk_erase<M>(df::everything));
                throw undone{};
            });
        } catch (undone) {
        }
    }

    // --- what they refer to

    void create_owner() {
        if constexpr (s.parent != parent_kind::none) {
            if (owners().size() > 6) return;
            owners()[t().run(df::create(owner_t{.name = "of " + tenants_[at()]})).id.value] = false;
        }
    }
    /// The tables with rows that may refer to my owners.
    std::vector<plain_table*> children() {
        if (s.parent_of_tenant() || !s.tenants) return {&mine()};
        std::vector<plain_table*> out;
        for (const auto& one : tenants_) out.push_back(&table_of(one));
        return out;
    }
    /// What a foreign key says when an owner goes for good; false where it holds it.
    bool owner_goes(std::int64_t id) {
        for (auto* one : children()) {
            const auto keys = one->keys([&](const plain_row& r) { return r.owner == id; });
            if (s.parent == parent_kind::held_back && !keys.empty()) return false;
            for (const auto& key : keys)
                if (s.parent == parent_kind::cascade) one->remove(key);
                else {
                    auto next = one->rows[key];
                    next.owner = 0;
                    one->change(key, next, false, false);
                }
        }
        return true;
    }
    bool owner_is_marked(std::int64_t id) {
        for (auto* one : children()) {
            const auto keys = one->keys([&](const plain_row& r) { return r.owner == id && !r.deleted; });
            if (s.parent == parent_kind::held_back && !keys.empty()) return false;
            for (const auto& key : keys)
                if (s.parent == parent_kind::cascade) one->erase(key, id);
                else one->change(key, [](plain_row& r) { r.owner = 0; });
        }
        return true;
    }
    [[nodiscard]] bool held(std::int64_t id) {
        if (s.parent != parent_kind::held_back) return false;
        return std::ranges::any_of(children(), [&](const plain_table* one) {
            return one->count([&](const plain_row& r) {
                return r.owner == id && (!s.soft_parent || !r.deleted);
            }) != 0;
        });
    }
    void erase_owner() {
        if constexpr (s.parent != parent_kind::none) {
            if (owners().empty()) return;
            const auto id = std::next(owners().begin(), roll(static_cast<int>(owners().size())))->first;
            const bool live = !owners()[id];
            const auto wanted = live && held(id) ? kinds{df::error_kind::foreign_key_violation} : kinds{};
            bool gone = false;
            if (!expect(wanted, [&] { gone = t().run(df::erase<owner_t>(id)); })) return;
            EXPECT_EQ(gone, live);
            if (!gone) return;
            if (s.soft_parent) {
                owner_is_marked(id);
                owners()[id] = true;
            } else {
                owner_goes(id);
                owners().erase(id);
            }
        }
    }
    void bring_owner_back() {
        if constexpr (s.soft_parent) {
            if (owners().empty()) return;
            const auto id = std::next(owners().begin(), roll(static_cast<int>(owners().size())))->first;
            if (roll(3) == 0) return purge_owner(id);
            kinds wanted;
            if (!owners()[id]) wanted = {df::error_kind::not_found};
            const auto with = mine().keys([&](const plain_row& r) { return r.deleted && r.went_with == id; });
            for (const auto& key : with)
                if (mine().taken(mine().rows[key].name)) wanted = {df::error_kind::unique_violation};
            if (!expect(wanted, [&] { t().run(df::restore<owner_t>(id)); })) return;
            owners()[id] = false;
            for (const auto& key : with) mine().restore(key);
        }
    }
    void purge_owner(std::int64_t id) {
        if constexpr (s.soft_parent) {
            bool wanted = owners()[id];
            bool refused = false;
            if (wanted && s.parent == parent_kind::held_back)
                for (const auto* one : children())
                    refused = refused || one->count([&](const plain_row& r) { return r.owner == id; }) != 0;
            if (!expect(refused ? kinds{df::error_kind::foreign_key_violation} : kinds{},
                        [&] { EXPECT_EQ(t().run(df::purge<owner_t>(id)), wanted); }) ||
                !wanted)
                return;
            owner_goes(id);
            owners().erase(id);
        }
    }

    // --- what is seen

    void look() {
        const auto& all = mine();
        std::set<std::string> live, marked;
        std::int64_t total = 0, dear = 0, with_owner = 0;
        for (const auto& [key, r] : all.rows) {
            (r.deleted ? marked : live).insert(key);
            if (r.deleted) continue;
            total += r.n;
            dear += r.n > 50;
            with_owner += r.owner != 0;
        }
        std::vector<record> found;
        const auto some = df::list<M>().order_by(df::desc(n)).limit(7).with_total();
        for (auto page = t().run(some);; page = t().run(some.after(*page.next))) {
            EXPECT_EQ(page.total, static_cast<std::int64_t>(live.size()));
            found.insert(found.end(), page.begin(), page.end());
            if (!page.next) break;
        }
        expect_keys(found, live);
        EXPECT_TRUE(std::ranges::is_sorted(found, std::greater{}, &record::n));
        for (const auto& r : found)
            if (all.has(key_text(r))) expect_row(r, all.rows.at(key_text(r)));
        expect_keys(t().stream(df::list<M>()), live);
        EXPECT_EQ(t().run(df::count<M>().where(n > 50)), dear);
        EXPECT_EQ(t().run(df::exists<M>()), !live.empty());
        EXPECT_EQ(t().run(df::count<M>().where(df::filter_from_json<M>(R"({"n": {"$gt": 50}})"))), dear);
        expect_keys(t().run(df::union_all(df::list<M>().where(n > 50), df::list<M>().where(n <= 50))), live);
        std::int64_t counted = 0, summed = 0;
        for (const auto& g : t().run(df::aggregate<M>().group_by(name).select(
                 df::sum(n).template as<"sum">(), df::count().template as<"count">()))) {
            counted += g["count"_n];
            summed += g["sum"_n];
        }
        EXPECT_EQ(counted, static_cast<std::int64_t>(live.size()));
        EXPECT_EQ(summed, total);
        EXPECT_EQ(t().run(df::select(n, df::row_number().over(df::order_by(n)).template as<"row">())).size(),
                  live.size());
        if constexpr (s.soft) {
            expect_keys(t().run(df::only_deleted(df::list<M>())).records, marked);
            for (const auto& r : t().run(df::with_deleted(df::list<M>())).records) {
                ASSERT_TRUE(all.has(key_text(r))) << key_text(r);
                expect_row(r, all.rows.at(key_text(r)));
            }
        }
        if constexpr (s.parent != parent_kind::none) {
            std::set<std::int64_t> used;
            std::int64_t of_live = 0, owners_alive = 0;
            for (const auto& [_, r] : all.rows)
                if (!r.deleted && r.owner != 0) {
                    used.insert(r.owner);
                    of_live += owner_lives(r.owner);
                }
            for (const auto& [id, gone] : owners()) owners_alive += !gone;
            EXPECT_EQ(of_live, with_owner);
            EXPECT_EQ(t().run(df::count(df::list<M>().template join<&M::owner>())), with_owner);
            const auto inside = owners().empty() ? std::int64_t{0} : owners().begin()->first;
            EXPECT_EQ(t().run(df::count(df::list<owner_t>().template left_join<&M::owner>().where(
                          field<&owner_t::id> >= df::id<owner_t>{inside}))) >= owners_alive,
                      true);
            EXPECT_EQ(t().run(df::count<owner_t>().where(
                          df::exists(df::list<M>().where(owner == field<&owner_t::id>)))),
                      static_cast<std::int64_t>(used.size()));
            std::int64_t children = 0;
            for (const auto& o : t().run(df::list<owner_t>().template with_children<&M::owner>()).records)
                children += static_cast<std::int64_t>(o.children.size());
            EXPECT_EQ(children, with_owner);
        }
        if constexpr (s.past) {
            const auto later =
                std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) +
                std::chrono::hours{1};
            expect_keys(t().run(df::list<M>().as_of(later)).records, live);
        }
        if constexpr (s.words) look_for_words();
    }
    void look_for_words() {
        const auto word = std::string{base::names[static_cast<std::size_t>(roll(6))]};
        const auto fits = [&](bool deleted) {
            const auto keys =
                mine().keys([&](const plain_row& r) { return r.deleted == deleted && r.name == word; });
            return std::set<std::string>{keys.begin(), keys.end()};
        };
        expect_keys(t().run(df::list<M>().where(df::search<M>(word))).records, fits(false));
        std::vector<record> hits;
        for (const auto& hit : t().run(df::search_ranked<M>(word))) hits.push_back(hit.record);
        expect_keys(hits, fits(false));
        if constexpr (s.soft)
            expect_keys(t().run(df::only_deleted(df::list<M>().where(df::search<M>(word)))).records,
                        fits(true));
        EXPECT_EQ(t().run(df::count<M>().where(df::search<M>("\"known to\" -" + word))),
                  mine().count([&](const plain_row& r) { return !r.deleted && r.note && r.name != word; }));
        if constexpr (s.updates()) {
            const auto keys = mine().keys([&](const plain_row& r) { return !r.deleted && r.name == word; });
            EXPECT_EQ(t().run(df::bulk_update<M>(df::search<M>(word), n += 1)).updated,
                      static_cast<std::int64_t>(keys.size()));
            expect_all(keys, [](plain_row& r) { ++r.n; });
        }
    }
    void purge_history() {
        if constexpr (s.past) {
            std::int64_t ended = 0;
            std::map<std::string, std::vector<plain_row>> left;
            for (const auto& [key, kept] : mine().versions) {
                ended += static_cast<std::int64_t>(kept.size()) - mine().has(key);
                if (mine().has(key)) left[key] = {kept.back()};
                EXPECT_EQ(t().run(df::history<M>(key_from(key))).size(), kept.size());
            }
            const auto later =
                std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) +
                std::chrono::hours{1};
            EXPECT_EQ(t().run(df::purge_history<M>(later)), ended);
            mine().versions = std::move(left);
            for (const auto& [key, kept] : mine().versions) {
                const auto now = t().run(df::history<M>(key_from(key)));
                ASSERT_EQ(now.size(), 1U) << key;
                expect_row(now[0].record, kept[0]);
            }
        }
    }
    /// The versions that were kept, and the records of the audit log.
    void look_back() {
        if constexpr (s.past)
            for (const auto& [key, wanted] : mine().versions) {
                const auto kept = t().run(df::history<M>(key_from(key)));
                ASSERT_EQ(kept.size(), wanted.size()) << key << ", last number " << kept.back().number;
                for (std::size_t i = 0; i < kept.size(); ++i) {
                    EXPECT_EQ(kept[i].number, static_cast<std::int64_t>(i + 1));
                    expect_row(kept[i].record, wanted[i]);
                    const bool last = i + 1 == kept.size();
                    EXPECT_EQ(!kept[i].valid_to, last && mine().has(key)) << key << ' ' << i;
                    EXPECT_TRUE(last || *kept[i].valid_to <= kept[i + 1].valid_from) << key << ' ' << i;
                }
            }
        std::map<std::string, std::string> found;
        for (const auto& [key, operation] : log_of(db_, base::table_name, s.tenants ? tenants_[at()] : ""))
            found[key] += operation[0];
        EXPECT_EQ(found, s.log ? mine().log : (std::map<std::string, std::string>{}));
    }
};

} // namespace proof
