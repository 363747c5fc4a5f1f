// The same bulk work in two ways, for all programs that compare them.
#pragma once

#include "harness.hpp"
#include "model.hpp"

#include <cstdint>
#include <vector>

namespace bench {

/// The library's nodes.
struct bulk_nodes {
    bench::database& db;

    void create(const std::vector<User>& rows) const { keep(db.run(df::bulk_create(rows))); }
    void create_with_ids(const std::vector<User>& rows) const {
        keep(db.run(df::bulk_create(rows).returning_ids()));
    }
    void update(const std::vector<User>& rows) const { keep(db.run(df::bulk_update(rows))); }
    void upsert(const std::vector<User>& rows) const {
        keep(db.run(df::bulk_upsert(rows).on_conflict(df::field<&User::id>)));
    }
    void erase(const std::vector<df::id<User>>& keys) const { keep(db.run(df::bulk_erase<User>(keys))); }
};

/// The best that can be written by hand with SQLite's C API: 100 rows a statement, updates and deletes in the
/// order of the keys. (With PostgreSQL's, `hand_postgres` has one way only, and that is its best.)
template <class Hand>
struct best_by_hand {
    Hand& hand;

    static constexpr bool exists =
        requires(Hand& h, const std::vector<User>& rows) { h.bulk_create_by_100(rows); };

    void create(const std::vector<User>& rows) const { hand.bulk_create_by_100(rows); }
    void create_with_ids(const std::vector<User>& rows) const {
        std::vector<std::int64_t> ids;
        hand.bulk_create_by_100(rows, &ids);
        keep(ids);
    }
    void update(const std::vector<User>& rows) const { hand.bulk_update_rows_sorted(rows); }
    void upsert(const std::vector<User>& rows) const { hand.bulk_upsert_by_100(rows); }
    void erase(const std::vector<df::id<User>>& keys) const { hand.bulk_delete_sorted(keys); }
};

} // namespace bench
