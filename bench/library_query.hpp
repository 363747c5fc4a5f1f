// Queries and types as they are written with the library; the same functions as the hand-written classes
// have.
#pragma once

#include "harness.hpp"
#include "query_model.hpp"

#include <cstdint>
#include <vector>

namespace bench {

using df::field;

class library_query {
  public:
    explicit library_query(query_database& db) : db_(db) {}

    [[nodiscard]] auto join(std::int64_t limit) {
        return db_.run(df::list<Sale>().join<&Sale::buyer_id>().limit(limit));
    }
    [[nodiscard]] auto left_join(std::int64_t limit) {
        return db_.run(df::list<Sale>().left_join<&Sale::agent_id>().limit(limit));
    }
    [[nodiscard]] auto projection(int least, std::int64_t limit) {
        return db_.run(df::select<Line>(field<&Sale::status>, field<&Sale::pieces>, field<&Sale::weight>)
                           .where(field<&Sale::pieces> >= least)
                           .limit(limit));
    }
    [[nodiscard]] auto aggregate() {
        return db_.run(df::aggregate<Sale>()
                           .group_by(field<&Sale::status>)
                           .select<ByStatus>(df::sum(field<&Sale::pieces>).as<"pieces">(),
                                             df::avg(field<&Sale::weight>).as<"mean">(),
                                             df::count().as<"sales">()));
    }
    [[nodiscard]] auto turnover() {
        return db_.run(df::aggregate<Sale>()
                           .group_by(field<&Sale::status>)
                           .select<Turnover>(df::sum(field<&Sale::price>).as<"total">(),
                                             df::avg(field<&Sale::price>).as<"mean">()));
    }
    [[nodiscard]] auto with_children(std::int64_t limit) {
        return db_.run(df::list<Buyer>().limit(limit).with_children<&Sale::buyer_id>()).records;
    }
    [[nodiscard]] auto entries() { return db_.run(df::list<Entry>()).records; }
    [[nodiscard]] auto accounts() { return db_.run(df::list<Account>()).records; }
    [[nodiscard]] auto accounts_of_level(int least) {
        return db_.run(df::list<Account>().where(field<&Account::profile>.at<&Profile::level> >= least))
            .records;
    }
    [[nodiscard]] auto readings() { return db_.run(df::list<Reading>()).records; }
    /// All of them in one transaction.
    template <class M>
    void create(const std::vector<M>& rows) {
        db_.transaction([&](auto& tx) {
            for (const auto& r : rows) keep(tx.run(df::create(M{r})));
        });
    }

  private:
    query_database& db_;
};

} // namespace bench
