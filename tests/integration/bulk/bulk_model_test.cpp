// Bulk creates and upserts against a plain table in C++ that takes the rows one by one: every mode of
// conflict, target, batch size, kind of atomicity, with and without ids; NULLs in the target, rows that
// repeat each other, given keys.
#include "support/fixture.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <random>
#include <ranges>
#include <span>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Box {
    df::id<Box> id{};
    std::string code;
    std::optional<std::string> hall{};
    std::optional<int> number{};
    int weight = 0;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"code"}, {"hall", "number"}),
                    .checks = df::checks(df::check("boxes_weight", df::column("weight") >= 0))};
};
using store = df::database<Box>;

class BulkModel : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(BulkModel);

enum class target { none, code, place, key };

/// What a bulk operation has to do, by the rules of the page.
class plain_table {
  public:
    struct outcome {
        bool thrown = false;
        std::int64_t created = 0, updated = 0, skipped = 0;
        std::vector<std::size_t> refused{};
        std::vector<std::size_t> records{}; ///< for each row that was taken: which record it is
    };

    std::vector<Box> records{};

    outcome run(const std::vector<Box>& rows, df::conflict how, target by, df::atomicity undone,
                std::size_t size) {
        outcome out;
        const auto start = records;
        for (std::size_t from = 0; from < rows.size(); from += size) {
            const auto before = records;
            auto counts = out;
            bool spoilt = false;
            for (std::size_t i = from; i < std::min(rows.size(), from + size); ++i) {
                if (take(rows[i], how, by, counts)) continue;
                if (undone == df::atomicity::all) {
                    records = start;
                    return {.thrown = true};
                }
                counts.refused.push_back(i);
                spoilt = undone == df::atomicity::batch;
                if (spoilt) break;
            }
            if (spoilt) {
                records = before;
                out.refused = counts.refused;
            } else out = counts;
        }
        return out;
    }

  private:
    static bool same_code(const Box& a, const Box& b) { return a.code == b.code; }
    static bool same_place(const Box& a, const Box& b) {
        return a.hall && a.number && a.hall == b.hall && a.number == b.number;
    }
    static bool same_key(const Box& a, const Box& b) { return a.id.value != 0 && a.id == b.id; }

    /// The record other than `self` that a row meets, or -1.
    [[nodiscard]] int met(const Box& row, target by, int self = -1) const {
        const auto same = by == target::code ? same_code : by == target::place ? same_place : same_key;
        for (std::size_t i = 0; i < records.size(); ++i)
            if (static_cast<int>(i) != self && same(row, records[i])) return static_cast<int>(i);
        return -1;
    }
    [[nodiscard]] bool meets_any(const Box& row, int self = -1) const {
        return met(row, target::code, self) >= 0 || met(row, target::place, self) >= 0 ||
               met(row, target::key, self) >= 0;
    }
    bool take(const Box& row, df::conflict how, target by, outcome& out) {
        if (row.weight < 0) return false;
        const int there = by == target::none ? -1 : met(row, by);
        if (how == df::conflict::skip && (by == target::none ? meets_any(row) : there >= 0)) {
            ++out.skipped;
            out.records.push_back(static_cast<std::size_t>(std::max(there, 0)));
            return true;
        }
        if (how == df::conflict::update && there >= 0) {
            Box changed = row;
            auto& record = records[static_cast<std::size_t>(there)];
            changed.id = record.id;
            if (meets_any(changed, there)) return false;
            record = changed;
            ++out.updated;
            out.records.push_back(static_cast<std::size_t>(there));
            return true;
        }
        if (meets_any(row)) return false;
        records.push_back(row);
        ++out.created;
        out.records.push_back(records.size() - 1);
        return true;
    }
};

class rows_maker {
  public:
    explicit rows_maker(unsigned seed) : random_(seed) {}

    [[nodiscard]] std::vector<Box> make(std::size_t count, bool keys, bool spoilt) {
        std::vector<Box> out;
        for (std::size_t i = 0; i < count; ++i) {
            Box b{.code = below(3) == 0 ? "c" + std::to_string(below(6)) : "n" + std::to_string(++serial_)};
            if (below(3) != 0) b.hall = std::string(1, static_cast<char>('a' + below(3)));
            if (below(3) != 0) b.number = static_cast<int>(below(3));
            if (keys && below(2) == 0) b.id.value = 1000 + 500 * static_cast<std::int64_t>(below(3));
            b.weight = spoilt && below(12) == 0 ? -1 : static_cast<int>(below(100));
            out.push_back(b);
        }
        return out;
    }

  private:
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
    std::mt19937 random_;
    int serial_ = 0;
};

/// Runs a node with the options of a round.
template <class Db, class Node>
df::bulk_result<Box> run(Db& db, Node node, df::atomicity undone, std::size_t size, bool ids) {
    auto some = node.batch_size(size).atomic(undone);
    return ids ? db.run(some.returning_ids()) : db.run(some);
}

TEST_P(BulkModel, EveryCombination) {
    struct round {
        df::conflict how;
        target by;
    };
    using df::conflict;
    const round rounds[] = {{conflict::error, target::none},   {conflict::skip, target::none},
                            {conflict::skip, target::code},    {conflict::skip, target::place},
                            {conflict::skip, target::key},     {conflict::update, target::code},
                            {conflict::update, target::place}, {conflict::update, target::key}};
    store db{url()};
    unsigned seed = 0;
    int taken = 0;
    for (const auto& [how, by] : rounds)
        for (const auto undone : {df::atomicity::all, df::atomicity::batch, df::atomicity::row})
            for (const std::size_t size : {1U, 3U, 100U})
                for (const bool ids : {false, true})
                    for (int again = 0; again < 3; ++again) {
                        if (ids && how == conflict::skip && by == target::none) continue;
                        SCOPED_TRACE("conflict " + std::to_string(static_cast<int>(how)) + ", target " +
                                     std::to_string(static_cast<int>(by)) + ", atomicity " +
                                     std::to_string(static_cast<int>(undone)) + ", batches of " +
                                     std::to_string(size) + (ids ? ", ids" : "") + ", seed " +
                                     std::to_string(++seed));
                        rows_maker maker{seed};
                        const bool keys = again >= 1 || by == target::key;
                        plain_table model;
                        db.run(df::bulk_erase<Box>(df::everything));
                        const auto there = maker.make(4, keys, false);
                        (void)model.run(there, conflict::error, target::none, df::atomicity::row, 1);
                        (void)db.run(df::bulk_create(model.records));
                        const auto rows = maker.make(9, keys, undone != df::atomicity::all || again % 2 != 0);
                        const auto wanted = model.run(rows, how, by, undone, size);
                        const auto node = df::bulk_create(rows);
                        std::optional<df::bulk_result<Box>> done;
                        try {
                            done =
                                by == target::none ? run(db, node.on_conflict(how), undone, size, ids)
                                : by == target::code
                                    ? run(db, node.on_conflict(how, field<&Box::code>), undone, size, ids)
                                : by == target::place
                                    ? run(db, node.on_conflict(how, field<&Box::hall>, field<&Box::number>),
                                          undone, size, ids)
                                    : run(db, node.on_conflict(how, field<&Box::id>), undone, size, ids);
                        } catch (const df::unique_violation&) {
                        } catch (const df::check_violation&) {
                        }
                        ASSERT_EQ(!done, wanted.thrown);
                        auto stored = db.run(df::list<Box>()).records;
                        ASSERT_EQ(stored.size(), model.records.size());
                        std::vector<df::id<Box>> key_of(model.records.size());
                        for (const auto& s : stored) {
                            const auto at = std::find_if(model.records.begin(), model.records.end(),
                                                         [&](const Box& b) { return b.code == s.code; });
                            ASSERT_NE(at, model.records.end()) << s.code;
                            EXPECT_EQ(at->hall, s.hall) << s.code;
                            EXPECT_EQ(at->number, s.number) << s.code;
                            EXPECT_EQ(at->weight, s.weight) << s.code;
                            if (at->id.value != 0) {
                                EXPECT_EQ(at->id, s.id) << s.code;
                            }
                            key_of[static_cast<std::size_t>(at - model.records.begin())] = s.id;
                        }
                        if (!done) continue;
                        ++taken;
                        EXPECT_EQ(done->requested, static_cast<std::int64_t>(rows.size()));
                        EXPECT_EQ(done->created, wanted.created);
                        EXPECT_EQ(done->updated, wanted.updated);
                        EXPECT_EQ(done->skipped, wanted.skipped);
                        std::vector<std::size_t> refused;
                        for (const auto& f : done->failures) refused.push_back(f.index);
                        EXPECT_EQ(refused, wanted.refused);
                        if (!ids) continue;
                        std::vector<df::id<Box>> keys_wanted;
                        for (const auto r : wanted.records) keys_wanted.push_back(key_of[r]);
                        EXPECT_EQ(done->ids, keys_wanted);
                        if (HasFailure()) return;
                    }
    EXPECT_GT(taken, 250);
}

// --- rows that refer to each other ------------------------------------------------------------------

struct Person {
    df::id<Person, std::string> name{};
    std::optional<df::id<Person, std::string>> boss{};
    std::optional<df::id<Person, std::string>> deputy{};
    int age = 0;

    static constexpr auto dataflow =
        df::options{.key = df::key("name"),
                    .timestamps = false,
                    .checks = df::checks(df::check("people_age", df::column("age") >= 0))};
};
struct Member {
    df::id<Member> id{};
    std::string badge;
    std::optional<df::id<Member>> boss{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"badge"})};
};
using company = df::database<Person, Member>;
using person = df::id<Person, std::string>;

class BulkTrees : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(BulkTrees);

/// The rows that are refused: those that are bad, and those that refer to one that is neither there nor
/// taken.
std::vector<std::size_t> refused_people(const std::vector<Person>& rows,
                                        const std::vector<std::string>& there) {
    std::vector<std::size_t> out;
    std::vector<bool> refused(rows.size(), false);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto found = [&](const std::optional<person>& p) {
                if (!p || std::find(there.begin(), there.end(), p->value) != there.end()) return true;
                for (std::size_t k = 0; k < rows.size(); ++k)
                    if (!refused[k] && rows[k].name == *p) return true;
                return false;
            };
            if (refused[i] || (rows[i].age >= 0 && found(rows[i].boss) && found(rows[i].deputy))) continue;
            refused[i] = more = true;
        }
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (refused[i]) out.push_back(i);
    return out;
}

TEST_P(BulkTrees, PerRowRefusesTheRowsThatAreBadAndThoseThatNeedThem) {
    company db{url()};
    std::mt19937 random{7};
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    for (int round = 0; round < 60; ++round)
        for (const std::size_t size : {100U, 5U}) {
            SCOPED_TRACE("round " + std::to_string(round) + ", batches of " + std::to_string(size));
            db.run(df::bulk_erase<Person>(df::everything));
            const std::size_t count = 12;
            std::vector<std::string> there{"old"};
            db.run(df::create(Person{.name = person{"old"}}));
            const bool upsert = round % 2 != 0;
            if (upsert) {
                db.run(df::create(Person{.name = person{"p3"}}));
                there.push_back("p3");
            }
            std::vector<Person> rows;
            for (std::size_t i = 0; i < count; ++i) {
                Person p{.name = person{"p" + std::to_string(i)}};
                const auto other = [&](std::size_t of) {
                    return person{of == count ? "old" : of > count ? "nobody" : "p" + std::to_string(of)};
                };
                if (below(3) != 0) p.boss = other(below(count + (round % 3 == 0 ? 2 : 1)));
                if (round % 4 == 0 && below(3) == 0) p.deputy = other(below(count + 1));
                p.age = below(8) == 0 ? -1 : 1;
                rows.push_back(p);
            }
            const auto wanted = refused_people(rows, there);
            const auto done = upsert ? db.run(df::bulk_upsert(rows).batch_size(size).per_row())
                                     : db.run(df::bulk_create(rows).batch_size(size).per_row());
            std::vector<std::size_t> refused;
            for (const auto& f : done.failures) {
                refused.push_back(f.index);
                EXPECT_EQ(f.error.kind() == df::error_kind::check_violation, rows[f.index].age < 0)
                    << f.error.what();
            }
            EXPECT_EQ(refused, wanted);
            EXPECT_EQ(done.created + done.updated, static_cast<std::int64_t>(count - wanted.size()));
            if (size == 100U && !upsert && !wanted.empty()) {
                db.run(df::bulk_erase<Person>(field<&Person::name> != person{"old"}));
                try {
                    db.run(df::bulk_create(rows));
                    ADD_FAILURE() << "nothing was thrown";
                } catch (const df::error& e) {
                    EXPECT_NE(std::find_if(wanted.begin(), wanted.end(),
                                           [&](std::size_t i) {
                                               return support::has(e.what(),
                                                                   "row " + std::to_string(i) + ":");
                                           }),
                              wanted.end())
                        << e.what();
                }
            }
            if (HasFailure()) return;
        }
}

TEST_P(BulkTrees, AParentThatComesLaterLetsNoRepeatedRowIn) {
    company db{url()};
    const auto member = [](std::int64_t id, std::string badge, std::int64_t boss) {
        return Member{df::id<Member>{id}, std::move(badge),
                      boss == 0 ? std::nullopt : std::optional{df::id<Member>{boss}}};
    };
    // 11 is good: its boss comes later. 12 has its badge.
    const std::vector rows{member(11, "x", 14), member(12, "x", 0),  member(13, "y", 13), member(14, "z", 0),
                           member(15, "w", 12), member(16, "v", 17), member(17, "u", 16)};
    for (const bool in_transaction : {false, true}) {
        db.run(df::bulk_erase<Member>(df::everything));
        const auto node = df::bulk_create(rows).per_row().returning_ids();
        const auto done =
            in_transaction ? db.transaction([&](auto& tx) { return tx.run(node); }) : db.run(node);
        ASSERT_EQ(done.failures.size(), 2U);
        EXPECT_EQ(done.failures[0].index, 1U);
        EXPECT_EQ(done.failures[0].error.kind(), df::error_kind::unique_violation);
        EXPECT_EQ(done.failures[1].index, 4U);
        EXPECT_EQ(done.failures[1].error.kind(), df::error_kind::foreign_key_violation);
        EXPECT_EQ(done.failures[1].error.field(), "boss");
        EXPECT_EQ(db.run(df::count<Member>()), 5);
        EXPECT_EQ(done.ids.size(), 5U);
    }
    EXPECT_EQ(db.run(df::bulk_erase<Member>({16, 17})).deleted, 2) << "each refers to the other";
    EXPECT_THROW(db.run(df::bulk_erase<Member>({13, 14})), df::foreign_key_violation) << "11 needs it";
    EXPECT_EQ(db.run(df::count<Member>()), 3);
    db.run(df::bulk_create(std::vector(rows.begin() + 5, rows.end())));
    const auto updated =
        db.run(df::bulk_update(std::vector{member(11, "x", 17), member(13, "y", 12), member(14, "z", 14)})
                   .per_row());
    EXPECT_EQ(updated.updated, 2);
    ASSERT_EQ(updated.failures.size(), 1U);
    EXPECT_EQ(updated.failures[0].index, 1U);
}

// --- what stays, and who waits for whom --------------------------------------------------------------

class SharedBulk : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(SharedBulk);

TEST_P(SharedBulk, AnErrorThatEndsItTellsWhichBatchesStay) {
    store db{url()};
    auto plain = this->plain();
    plain.run(postgres()
                  ? "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.code = "
                    "'full' THEN RAISE EXCEPTION USING ERRCODE = '53100'; END IF; RETURN NEW; END $$;"
                    "CREATE TRIGGER full_disk BEFORE INSERT ON boxes FOR EACH ROW EXECUTE FUNCTION full()"
                  : "CREATE TRIGGER full_disk BEFORE INSERT ON boxes WHEN NEW.code = 'full' BEGIN SELECT "
                    "json('{'); END");
    std::vector<Box> rows;
    for (int i = 0; i < 20; ++i) rows.push_back({.code = "b" + std::to_string(i)});
    rows[4].code = rows[3].code; // refused, with its batch
    rows[13].code = "full";
    for (const bool row : {false, true}) {
        db.run(df::bulk_erase<Box>(df::everything));
        const auto message = [&]() -> std::string {
            try {
                const auto node = df::bulk_create(rows).batch_size(3);
                (void)(row ? db.run(node.per_row()) : db.run(node.per_batch()));
            } catch (const df::error& e) {
                return e.what();
            }
            return "nothing was thrown";
        }();
        EXPECT_TRUE(
            support::has(message, row ? "the rows before row 12 stay, except the refused rows 4"
                                      : "the batches before row 12 stay, except the refused ones of rows 4"))
            << message;
        EXPECT_EQ(db.run(df::count<Box>()), row ? 11 : 9);
    }
}

struct Email {
    df::id<Email> id{};
    std::string address;
    int count = 0;

    static constexpr auto dataflow = df::options{.unique = df::unique({"address"})};
};
struct Place {
    int row = 0;
    int column = 0;
    int count = 0;

    static constexpr auto dataflow = df::options{.key = df::key("row", "column")};
};
using meeting = df::database<Email, Place, Box>;

TEST_P(SharedBulk, NoTwoThatMeetInOppositeOrdersDeadlock) {
    meeting db{url()};
    constexpr int count = 300;
    std::vector<Email> emails;
    std::vector<Place> places;
    std::vector<Box> boxes;
    for (int i = 0; i < count; ++i) {
        emails.push_back({.address = "a" + std::to_string(i)});
        places.push_back({i / 20, i % 20});
        boxes.push_back({.code = "c" + std::to_string(i), .hall = "h" + std::to_string(i), .number = i});
    }
    const auto keys = db.run(df::bulk_create(emails).returning_ids()).ids;
    auto stored = emails;
    for (std::size_t i = 0; i < stored.size(); ++i) stored[i].id = keys[i];
    db.run(df::bulk_create(places));
    const auto backwards = [](auto rows) {
        std::reverse(rows.begin(), rows.end());
        return rows;
    };
    const auto emails2 = backwards(emails);
    const auto places2 = backwards(places);
    const auto boxes2 = backwards(boxes);
    const auto stored2 = backwards(stored);
    const auto keys2 = backwards(keys);
    std::atomic<int> failed{0};
    const auto both = [&](auto one, auto other) {
        std::barrier start{2};
        const auto run = [&](auto& what) {
            start.arrive_and_wait();
            try {
                what();
            } catch (const df::error& e) {
                ++failed;
                ADD_FAILURE() << e.what();
            }
        };
        std::thread second{[&] { run(other); }};
        run(one);
        second.join();
    };
    const auto by_address = [&](auto& rows) {
        return [&] { db.run(df::bulk_upsert(rows).on_conflict(field<&Email::address>)); };
    };
    for (int round = 0; round < 40 && failed == 0; ++round) {
        const auto n = std::to_string(round);
        both(by_address(emails), by_address(emails2));
        both([&] { db.run(df::bulk_upsert(places)); }, [&] { db.run(df::bulk_upsert(places2)); });
        both([&] { db.run(df::bulk_update(stored)); }, [&] { db.run(df::bulk_update(stored2)); });
        both([&] { db.run(df::bulk_update(places)); }, [&] { db.run(df::bulk_update(places2)); });
        // new rows, too
        auto fresh = boxes;
        for (auto& b : fresh) b.code += "n" + n, *b.number += 1000 * round;
        const auto fresh2 = backwards(fresh);
        both([&] { db.run(df::bulk_upsert(fresh).on_conflict(field<&Box::code>)); },
             [&] { db.run(df::bulk_upsert(fresh2).on_conflict(field<&Box::code>)); });
        both([&] { db.run(df::bulk_create(fresh).on_conflict(df::conflict::skip)); },
             [&] { db.run(df::bulk_create(fresh2).on_conflict(df::conflict::skip)); });
        auto others = emails;
        for (auto& e : others) e.address += "n" + n;
        const auto others2 = backwards(others);
        both(
            [&] {
                db.run(df::bulk_create(others)
                           .on_conflict(df::conflict::skip, field<&Email::address>)
                           .returning_ids());
            },
            [&] { db.run(df::bulk_create(others2).on_conflict(df::conflict::skip)); });
    }
    both([&] { db.run(df::bulk_erase<Email>(keys)); }, [&] { db.run(df::bulk_erase<Email>(keys2)); });
    std::vector<std::tuple<int, int>> at;
    for (const auto& p : places) at.emplace_back(p.row, p.column);
    const auto at2 = backwards(at);
    both([&] { db.run(df::bulk_erase<Place>(at)); }, [&] { db.run(df::bulk_erase<Place>(at2)); });
    EXPECT_EQ(db.run(df::count<Place>()), 0);
}

// --- nodes that are kept ------------------------------------------------------------------------------

/// A range without data(), and one that can be read only while it is not constant.
struct changing_range {
    std::vector<Box> rows;
    auto begin() { return rows.begin(); }
    auto end() { return rows.end(); }
};

TEST_P(BulkModel, NodesWithTheirRowsRunAsConstantsCopiedMovedAndInWorkflows) {
    store db{url()};
    const auto made = [](int n, int weight = 0) {
        std::vector<Box> out;
        for (int i = 0; i < n; ++i) out.push_back({.code = "b" + std::to_string(i), .weight = weight});
        return out;
    };
    const auto each = [&](const auto& node, std::int64_t created) {
        const auto taken = [&](const auto& done) { EXPECT_EQ(done.created + done.updated, created); };
        db.run(df::bulk_erase<Box>(df::everything));
        taken(db.run(node));
        db.run(df::bulk_erase<Box>(df::everything));
        auto copy = node;
        taken(db.run(copy));
        db.run(df::bulk_erase<Box>(df::everything));
        taken(db.run(std::move(copy)));
        db.run(df::bulk_erase<Box>(df::everything));
        const auto flow = df::workflow(df::node<"made">(node), df::node<"seen">(df::count<Box>()),
                                       df::after<"made", "seen">);
        for (int again = 0; again < 2; ++again) {
            db.run(df::bulk_erase<Box>(df::everything));
            const auto done = db.run(flow);
            taken(done.template get<"made">());
            EXPECT_EQ(done.template get<"seen">(), created);
        }
        db.transaction([&](auto& tx) {
            tx.run(df::bulk_erase<Box>(df::everything));
            taken(tx.run(node));
        });
    };
    auto rows = made(3);
    const auto constant = made(4);
    const Box array[] = {{.code = "x"}, {.code = "y"}};
    const std::list<Box> list(rows.begin(), rows.end());
    int reports = 0;
    each(df::bulk_create(rows), 3);
    each(df::bulk_create(constant), 4);
    each(df::bulk_create(made(5)), 5);
    each(df::bulk_create({rows[0], rows[1]}), 2);
    each(df::bulk_create(std::span<const Box>{constant}.first(2)), 2);
    each(df::bulk_create(array), 2);
    each(df::bulk_create(list), 3);
    each(df::bulk_create(std::list<Box>(list)), 3);
    each(df::bulk_create(changing_range{rows}), 3);
    each(df::bulk_create(rows | std::views::filter([](const Box& b) { return b.code != "b1"; })), 2);
    each(df::bulk_create(rows).on_progress([&reports](const df::bulk_progress&) { ++reports; }), 3);
    each(df::bulk_create(rows).on_progress(
             [seen = 0, &reports](const df::bulk_progress&) mutable { reports += ++seen; }),
         3);
    EXPECT_GT(reports, 10);
    each(df::bulk_upsert(rows).on_conflict(field<&Box::code>).returning_ids(), 3);
    each(df::bulk_upsert({rows[0], rows[2]}).on_conflict(field<&Box::code>), 2);
    each(df::bulk_upsert(constant).on_conflict(field<&Box::code>).set_on_conflict(field<&Box::weight> += 1),
         4);

    db.run(df::bulk_erase<Box>(df::everything));
    db.run(df::bulk_create(constant));
    auto changed = db.run(df::list<Box>()).records;
    for (auto& r : changed) r.weight = 7;
    const auto update = df::bulk_update(changed);
    const auto some = df::bulk_update({changed[0], changed[1]}).set(field<&Box::weight>);
    const auto seen =
        df::bulk_update(changed | std::views::filter([](const Box& b) { return b.code != "b1"; }));
    EXPECT_EQ(db.run(update).updated + db.run(some).updated + db.run(seen).updated, 4 + 2 + 3);
    const auto flow = df::workflow(df::node<"all">(update), df::node<"some">(some),
                                   df::node<"gone">(df::bulk_erase<Box>({changed[0].id, changed[1].id})),
                                   df::after<"all", "some">, df::after<"some", "gone">);
    const auto done = db.run(flow);
    EXPECT_EQ(done.template get<"all">().updated, 4);
    EXPECT_EQ(done.template get<"some">().updated, 2);
    EXPECT_EQ(done.template get<"gone">().deleted, 2);
    EXPECT_EQ(db.run(df::count<Box>().where(field<&Box::weight> == 7)), 2);
}

// --- an upsert that wires fill --------------------------------------------------------------------------

struct Counted {
    std::string address;
    int more = 1;
};

TEST_P(BulkModel, AnUpsertTakesItsFieldsFromWires) {
    meeting db{url()};
    const auto flow = df::workflow<Counted>(
        df::node<"email">(df::upsert<Email>(field<&Email::count> = df::param<"more">)
                              .on_conflict(field<&Email::address>)
                              .set_on_conflict(field<&Email::count> += df::param<"more">)),
        df::node<"place">(df::upsert<Place>()),
        df::node<"box">(df::upsert<Box>(field<&Box::weight> = 3).on_conflict(field<&Box::code>)),
        df::node<"seen">([](const Email& e) { return e.count; }), df::wire<"input.address", "email.address">,
        df::wire<"input.more", "email.more">, df::wire<"input.more", "place.row">,
        df::constant<"place.column">(4), df::wire<"email.count", "place.count">,
        df::wire<"email.address", "box.code">, df::wire<"email.record", "seen">);
    const auto first = db.run(flow, Counted{"a@example.org", 2});
    EXPECT_TRUE(first.template get<"email">().created);
    EXPECT_EQ(first.template get<"email">().record.count, 2);
    const auto second = db.run(flow, Counted{"a@example.org", 5});
    EXPECT_FALSE(second.template get<"email">().created);
    EXPECT_EQ(second.template get<"email">().record.count, 7);
    EXPECT_EQ(second.template get<"seen">(), 7);
    EXPECT_EQ(second.template get<"email">().record.id, first.template get<"email">().record.id);
    EXPECT_TRUE(second.template get<"place">().created);
    EXPECT_EQ(db.run(df::read<Place>(5, 4)).count, 7);
    EXPECT_FALSE(second.template get<"box">().created);
    // and alone, as a create from assignments
    const auto alone = db.run(
        df::upsert<Email>(field<&Email::address> = "a@example.org").on_conflict(field<&Email::address>));
    EXPECT_FALSE(alone.created);
    EXPECT_EQ(alone.record.count, 0);
    const auto whole =
        df::workflow<Email>(df::node<"email">(df::upsert<Email>().on_conflict(field<&Email::address>)),
                            df::wire<"input", "email">);
    EXPECT_EQ(
        db.run(whole, Email{.address = "a@example.org", .count = 9}).template get<"email">().record.count, 9);
}

} // namespace
