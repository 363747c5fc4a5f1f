// How many statements a bulk operation sends, seen by a connection that only counts them.
#include <dataflow/dataflow.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Item {
    df::id<Item> id{};
    std::string name{};
};

/// Says that all rows were stored.
class counting final : public df::driver::connection {
  public:
    explicit counting(df::dialect d) noexcept : dialect_(d) {}

    df::dialect dialect() const noexcept override { return dialect_; }
    df::driver::outcome run(const df::rooms::sql::statement& what, std::uint64_t variant,
                            const df::rooms::sql::bindings& bound, df::driver::row_target* target) override {
        const auto text = what.sql(dialect_, variant);
        if (text.starts_with("SELECT coalesce(bit_or(")) return {}; // what acts on the table: nothing
        done += text.starts_with("SELECT count(setval(")                 ? "advance "
                : text.starts_with("INSERT") || text.starts_with("WITH") ? "insert "
                                                                         : "other ";
        kept = kept && what.cache != nullptr;
        if (kept) numbers.push_back(what.cache->of(variant));
        if (target != nullptr && text.starts_with("SELECT")) {
            auto* to = static_cast<std::int64_t*>(target->next(target->state));
            *to = bound.given[0].integer;
        }
        const auto rows = bound.rows != nullptr ? static_cast<std::int64_t>(bound.rows->count) : 0;
        if (target != nullptr && text.starts_with("WITH")) { // created, and updated
            const auto& created = target->fields[0];
            (void)df::store_integer(
                *created.type, static_cast<std::byte*>(target->next(target->state)) + created.offset, rows);
        }
        return {.affected = rows};
    }
    std::int64_t run_each(const df::rooms::sql::statement&, std::uint64_t,
                          const df::rooms::sql::bindings&) override {
        return 0;
    }
    std::unique_ptr<df::driver::cursor> open(const df::rooms::sql::statement&, std::uint64_t,
                                             const df::rooms::sql::bindings&,
                                             std::span<const df::field_access>) override {
        return nullptr;
    }
    void script(std::string_view) override {}
    void begin(df::access, df::isolation) override { done += "begin "; }
    void commit() override { done += "commit "; }
    void rollback() noexcept override {}
    void savepoint(int) override {}
    void release(int) override {}
    void rollback_to(int) noexcept override {}
    bool in_transaction() const noexcept override { return false; }
    bool usable() const noexcept override { return true; }

    std::string done{};
    bool kept = true; ///< every statement has slots
    std::vector<std::uint32_t> numbers{};

  private:
    df::dialect dialect_;
};

std::vector<Item> items(std::vector<std::int64_t> keys) {
    std::vector<Item> out;
    for (const auto k : keys) out.push_back({df::id<Item>{k}, "x"});
    return out;
}

template <class Node>
std::string done_by(Node node, df::dialect d = df::dialect::postgres) {
    counting there{d};
    df::context c{there};
    (void)node.execute(c);
    EXPECT_TRUE(there.kept);
    return there.done;
}

TEST(BulkEngine, TheSequenceIsMovedOncePerOperation) {
    const auto rows = items({1, 2, 3, 4, 5, 6});
    EXPECT_EQ(done_by(df::bulk_create(rows).batch_size(2)), "begin insert insert insert advance commit ");
    EXPECT_EQ(done_by(df::bulk_create(rows).batch_size(2), df::dialect::sqlite),
              "begin insert insert insert commit ");
    EXPECT_EQ(done_by(df::bulk_upsert(rows).on_conflict(field<&Item::id>).batch_size(3)),
              "begin insert insert advance commit ");
}

TEST(BulkEngine, WhereEachBatchIsATransactionItIsMovedInEach) {
    EXPECT_EQ(done_by(df::bulk_create(items({1, 2, 3, 4})).batch_size(2).per_batch()),
              "begin insert advance commit begin insert advance commit ");
    EXPECT_EQ(done_by(df::bulk_create(items({4, 3, 2, 1})).batch_size(2).per_batch()),
              "begin insert advance commit begin insert commit ")
        << "the second batch has no key above those of the first";
}

TEST(BulkEngine, ItIsMovedBeforeKeysAreMade) {
    EXPECT_EQ(done_by(df::bulk_create(items({1, 2, 0, 0})).batch_size(2)),
              "begin insert advance insert commit ");
    EXPECT_EQ(done_by(df::bulk_create(items({1, 2, 0, 9, 3, 4})).batch_size(2)),
              "begin insert advance insert insert commit ");
    EXPECT_EQ(done_by(df::bulk_create(items({0, 0, 0})).batch_size(2)), "begin insert insert commit ");
}

TEST(BulkEngine, StatementsBesideAnInsertHaveSlotsOfTheirOwn) {
    counting there{df::dialect::postgres};
    df::context c{there};
    auto node = df::bulk_create(items({1, 2})).batch_size(2);
    (void)node.execute(c);
    ASSERT_EQ(there.numbers.size(), 2U);
    EXPECT_NE(there.numbers[0], there.numbers[1]);
    (void)node.execute(c);
    ASSERT_EQ(there.numbers.size(), 4U);
    EXPECT_EQ(there.numbers[1], there.numbers[3]) << "prepared once";
}

} // namespace
