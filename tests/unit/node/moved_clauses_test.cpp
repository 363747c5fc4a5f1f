// No clause of a node that is about to go copies what came before: a type whose copies are counted tells.
#include <dataflow/dataflow.hpp>

#include <cstddef>
#include <utility>

#include <gtest/gtest.h>

namespace df = dataflow;
using df::field;

namespace {

/// A value in an expression, as a literal is; it counts how often it was copied.
struct counted {
    using dataflow_scalar = void;
    using type = int;
    using model = void;
    using parts = df::query::types<>;
    using inputs = df::query::types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;
    static inline int copies = 0;

    int held = 1;

    counted() = default;
    counted(const counted& other) : held(other.held) { ++copies; }
    counted(counted&& other) noexcept : held(other.held) {}
    counted& operator=(const counted& other) {
        held = other.held;
        ++copies;
        return *this;
    }
    counted& operator=(counted&& other) noexcept {
        held = other.held;
        return *this;
    }
    ~counted() = default;

    static constexpr void write(df::rooms::sql::writer& w, df::rooms::sql::place at) { w.value(at); }
    void bind(df::query::binder& b) const { b.add(df::value::of_integer(df::storage::int32, held)); }
};

struct Owner {
    df::id<Owner> id{};
    int code{};
};
struct Item {
    df::id<Item> id{};
    df::id<Owner> owner_id{};
    df::id<Owner> other_id{};
    int code{};
    int place{};
};

constexpr auto place = field<&Item::place>;
using predicate = decltype(field<&Item::code> == counted{});

/// How often a chain of clauses copies the value in the predicate that it begins with.
template <class Chain>
int copies_in(Chain chain) {
    predicate q = field<&Item::code> == counted{};
    counted::copies = 0;
    [[maybe_unused]] const auto node = chain(std::move(q));
    return counted::copies;
}

} // namespace

TEST(MovedClauses, OfAList) {
    EXPECT_EQ(0, copies_in([](predicate&& q) { return df::list<Item>().where(std::move(q)); }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>().where(std::move(q)).order_by(place).limit(3).offset(2);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>().limit(3).where(std::move(q)).order_by(place).with_total();
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>().where(std::move(q)).after(df::cursor{}).order_by(place).limit(3);
              }));
    EXPECT_EQ(0, counted::copies);
}

TEST(MovedClauses, OfAListWithChildren) {
    auto start = df::list<Owner>().with_children<&Item::owner_id>(
        df::list<Item>().where(field<&Item::code> == counted{}).order_by(place));
    counted::copies = 0;
    [[maybe_unused]] const auto node = std::move(start)
                                           .with_children<&Item::other_id>()
                                           .where(field<&Owner::code> > 1)
                                           .order_by(field<&Owner::code>)
                                           .limit(3);
    EXPECT_EQ(0, counted::copies);
}

TEST(MovedClauses, OfAJoinOfAList) {
    EXPECT_EQ(
        0, copies_in([](predicate&& q) {
            return df::list<Item>().where(std::move(q)).join<&Item::owner_id>().order_by(place).limit(3);
        }));
    EXPECT_EQ(
        0, copies_in([](predicate&& q) {
            return df::list<Item>().where(std::move(q)).left_join<&Item::owner_id>().limit(3).with_cursor();
        }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>().where(std::move(q)).right_join<&Item::owner_id>().limit(3);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>().where(std::move(q)).full_join<&Item::owner_id>().limit(3);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::list<Item>()
                      .where(std::move(q))
                      .join<Owner>(field<&Item::owner_id> == field<&Owner::id>);
              }));
}

TEST(MovedClauses, OfASelect) {
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::select(place.as<"place">())
                      .where(std::move(q))
                      .order_by(place)
                      .distinct()
                      .limit(3)
                      .offset(1);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::select(place.as<"place">())
                      .where(std::move(q))
                      .join<Owner>(field<&Item::owner_id> == field<&Owner::id>)
                      .order_by(place)
                      .limit(3);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::select(place.as<"place">())
                      .where(std::move(q))
                      .left_join<Owner>(field<&Item::owner_id> == field<&Owner::id>)
                      .right_join<Owner>(df::as<"other">,
                                         field<&Item::owner_id> == df::of<"other">(field<&Owner::id>));
              }));
    EXPECT_EQ(
        0, copies_in([](predicate&& q) {
            return df::select(place.as<"place">()).where(std::move(q)).right_join<&Item::owner_id>().limit(3);
        }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::select(place.as<"place">(), field<&Item::id>.as<"id">())
                      .where(std::move(q))
                      .with_cursor()
                      .order_by(place)
                      .limit(3)
                      .with_total();
              }));
}

TEST(MovedClauses, OfGroups) {
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::aggregate<Item>()
                      .where(std::move(q))
                      .group_by(place)
                      .select(df::count().as<"n">())
                      .having(df::count() > 1)
                      .order_by(place)
                      .limit(3);
              }));
    EXPECT_EQ(0, copies_in([](predicate&& q) {
                  return df::aggregate<Item>()
                      .where(std::move(q))
                      .right_join<&Item::owner_id>()
                      .group_by(place)
                      .select(df::count().as<"n">());
              }));
    auto start = df::aggregate<Item>().group_by((place + counted{}).as<"x">());
    counted::copies = 0;
    [[maybe_unused]] const auto node =
        std::move(start).where(place > 1).select(df::count().as<"n">()).limit(3);
    EXPECT_EQ(0, counted::copies);
}

TEST(MovedClauses, OfWrites) {
    EXPECT_EQ(
        0, copies_in([](predicate&& q) { return df::bulk_update<Item>(std::move(q), place = 2).limit(5); }));
    EXPECT_EQ(0, copies_in([](predicate&& q) { return df::count<Item>().where(std::move(q)); }));
}

TEST(MovedClauses, WhatStaysIsCopiedOnce) {
    const auto kept = df::list<Item>().where(field<&Item::code> == counted{});
    counted::copies = 0;
    [[maybe_unused]] const auto more = kept.order_by(place).limit(3).offset(2);
    EXPECT_EQ(1, counted::copies);
}
