// Rows of one call that refer to each other, wherever they are: what comes of them does not depend on the
// batches. The oracle is a fixpoint in plain C++.
#include "support/fixture.hpp"

#include <algorithm>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace self {

namespace df = dataflow;
using df::field;

struct Employee {
    df::id<Employee> id{};
    std::string name;
    std::optional<df::id<Employee>> boss_id{};
    std::optional<df::id<Employee>> mentor_id{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

/// A record that is there before, to which rows may refer.
constexpr std::int64_t present = 1000;

/// A table of `count` rows with keys 1, 2, ... in any order, references to anywhere, to themselves, to
/// records that are there and to none; some rows have a name that the database refuses.
std::vector<Employee> random_rows(std::mt19937& random, std::size_t count, bool rings) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::vector<std::int64_t> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i] = static_cast<std::int64_t>(i) + 1;
    std::shuffle(keys.begin(), keys.end(), random);
    std::vector<Employee> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto& e = out[i];
        e.id.value = keys[i];
        e.name = below(15) == 0 ? std::string{"bad\xff"} : "e" + std::to_string(i);
        const auto reference = [&]() -> std::optional<df::id<Employee>> {
            switch (below(9)) {
            case 0: return df::id<Employee>{present};
            case 1: return below(6) == 0 ? std::optional{df::id<Employee>{-7}} : std::nullopt; // nobody
            case 2: return e.id;
            case 3:
            case 4:
            case 5: // one of a lower key: no rings, but before or after it
                if (e.id.value > 1)
                    return df::id<Employee>{
                        static_cast<std::int64_t>(below(static_cast<std::size_t>(e.id.value) - 1)) + 1};
                return std::nullopt;
            case 6:
                if (rings) return df::id<Employee>{static_cast<std::int64_t>(below(count)) + 1};
                return std::nullopt;
            default: return std::nullopt;
            }
        };
        e.boss_id = reference();
        if (below(3) == 0) e.mentor_id = reference();
    }
    return out;
}

/// The keys of the rows that can be stored: all that are good by themselves, less those that refer to what is
/// not there, until none is left that does.
std::set<std::int64_t> storable(const std::vector<Employee>& rows) {
    std::set<std::int64_t> there;
    for (const auto& e : rows)
        if (!e.name.starts_with("bad")) there.insert(e.id.value);
    const auto stands = [&](const std::optional<df::id<Employee>>& to) {
        return !to || to->value == present || there.contains(to->value);
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (const auto& e : rows)
            if (there.contains(e.id.value) && (!stands(e.boss_id) || !stands(e.mentor_id))) {
                there.erase(e.id.value);
                changed = true;
            }
    }
    return there;
}

class SelfReferences : public support::database_test {
  protected:
    using database = df::database<Employee>;
    void empty(database& db) const {
        db.run(df::bulk_update<Employee>(df::everything, field<&Employee::boss_id> = std::nullopt,
                                         field<&Employee::mentor_id> = std::nullopt));
        db.run(df::bulk_erase<Employee>(df::everything));
        db.run(df::create(Employee{.id = df::id<Employee>{present}, .name = "first"}));
    }
};
DATAFLOW_ON_ALL_DATABASES(SelfReferences);

TEST_P(SelfReferences, PerRowStoresWhatAFixpointDoes) {
    database db{url()};
    std::mt19937 random{9};
    for (int round = 0; round < 9; ++round) {
        const auto rows = random_rows(random, round % 3 == 0 ? 40 : 17, round % 2 == 0);
        const auto wanted = storable(rows);
        for (const std::size_t size : {1U, 2U, 7U, 100U})
            for (const bool upsert : {false, true}) {
                SCOPED_TRACE("round " + std::to_string(round) + ", batches of " + std::to_string(size) +
                             (upsert ? ", upsert" : ""));
                empty(db);
                const auto done =
                    upsert ? db.run(df::bulk_upsert(rows)
                                        .on_conflict(field<&Employee::id>)
                                        .batch_size(size)
                                        .per_row()
                                        .returning_ids())
                           : db.run(df::bulk_create(rows).batch_size(size).per_row().returning_ids());
                std::set<std::int64_t> stored;
                for (const auto& e : db.run(df::list<Employee>()).records)
                    if (e.id.value != present) stored.insert(e.id.value);
                EXPECT_EQ(stored, wanted);
                EXPECT_EQ(done.created, static_cast<std::int64_t>(wanted.size()));
                EXPECT_EQ(done.requested, static_cast<std::int64_t>(rows.size()));
                // The keys come in the order of the rows, and the failures too, each with its own reason.
                std::vector<std::int64_t> keys, given;
                std::vector<std::size_t> refused, told;
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    if (wanted.contains(rows[i].id.value)) keys.push_back(rows[i].id.value);
                    else refused.push_back(i);
                }
                for (const auto& id : done.ids) given.push_back(id.value);
                for (const auto& f : done.failures) {
                    told.push_back(f.index);
                    EXPECT_EQ(f.error.kind(), rows[f.index].name.starts_with("bad")
                                                  ? df::error_kind::invalid_value
                                                  : df::error_kind::foreign_key_violation)
                        << f.error.what();
                    EXPECT_TRUE(support::has(f.error.what(), "row " + std::to_string(f.index) + ":"))
                        << f.error.what();
                }
                EXPECT_EQ(given, keys);
                EXPECT_EQ(told, refused);
                if (HasFailure()) return;
            }
    }
}

TEST_P(SelfReferences, AllOrNothingDoesNotDependOnTheBatches) {
    database db{url()};
    std::mt19937 random{4};
    for (int round = 0; round < 4; ++round) {
        const auto rows = random_rows(random, 23, round % 2 == 0);
        const auto wanted = storable(rows);
        std::vector<Employee> good;
        for (const auto& e : rows)
            if (wanted.contains(e.id.value)) good.push_back(e);
        const std::list<Employee> elsewhere(good.begin(), good.end()); // rows that do not lie side by side
        std::optional<std::string> first;
        for (const std::size_t size : {1U, 2U, 7U, 100U}) {
            SCOPED_TRACE("round " + std::to_string(round) + ", batches of " + std::to_string(size));
            empty(db);
            EXPECT_EQ(db.run(df::bulk_create(good).batch_size(size)).created,
                      static_cast<std::int64_t>(good.size()));
            empty(db);
            const auto done = db.run(df::bulk_create(elsewhere).batch_size(size).returning_ids());
            ASSERT_EQ(done.ids.size(), good.size());
            for (std::size_t i = 0; i < good.size(); ++i) EXPECT_EQ(done.ids[i], good[i].id);
            empty(db);
            const auto all = db.try_run(df::bulk_create(rows).batch_size(size));
            EXPECT_EQ(all.has_value(), good.size() == rows.size());
            EXPECT_EQ(db.run(df::count<Employee>()), all ? static_cast<std::int64_t>(rows.size()) + 1 : 1);
            if (all) continue;
            const std::string what = all.error().what(); // the same row, in the same words
            if (!first) first = what;
            EXPECT_EQ(what, *first);
        }
    }
}

TEST_P(SelfReferences, TheLastOfEqualRowsWinsWithAnyBatches) {
    database db{url()};
    const auto row = [](std::int64_t key, std::string name, std::optional<std::int64_t> boss = {}) {
        Employee e{.id = df::id<Employee>{key}, .name = std::move(name)};
        if (boss) e.boss_id = df::id<Employee>{*boss};
        return e;
    };
    const std::vector<Employee> rows{row(1, "a", 3), row(2, "b", 1), row(1, "c", 4),
                                     row(3, "d"),    row(4, "e", 2), row(3, "f", 1)};
    for (const std::size_t size : {1U, 2U, 3U, 100U})
        for (const bool per_row : {false, true}) {
            SCOPED_TRACE("batches of " + std::to_string(size) + (per_row ? ", per row" : ""));
            empty(db);
            const auto node = df::bulk_upsert(rows).on_conflict(field<&Employee::id>).batch_size(size);
            const auto done = per_row ? db.run(node.per_row()) : db.run(node);
            EXPECT_EQ(done.created, 4);
            EXPECT_EQ(done.updated, 2);
            EXPECT_EQ(db.run(df::read<Employee>(1)).name, "c");
            EXPECT_EQ(db.run(df::read<Employee>(3)).name, "f");
            EXPECT_EQ(db.run(df::read<Employee>(3)).boss_id, df::id<Employee>{1});
        }
}

// A tree whose root is its own parent: the reference is required, and the first row refers to itself.
struct Folder {
    df::id<Folder> id{};
    std::string name;
    df::id<Folder> parent;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

TEST_P(SelfReferences, ARequiredOneHoldsWhereTheFirstRowRefersToItself) {
    df::database<Folder> db{url()};
    EXPECT_THROW(db.run(df::create(Folder{.name = "lost", .parent = df::id<Folder>{7}})),
                 df::foreign_key_violation);
    const auto root =
        db.run(df::create(Folder{.id = df::id<Folder>{1'000}, .name = "/", .parent = df::id<Folder>{1'000}}));
    EXPECT_EQ(root.parent, root.id);
    EXPECT_EQ(db.run(df::bulk_create(std::vector{Folder{.name = "usr", .parent = root.id},
                                                 Folder{.name = "var", .parent = root.id}}))
                  .created,
              2);
    EXPECT_EQ(db.run(df::count<Folder>().where(field<&Folder::parent> == root.id)), 3);
}

} // namespace self
