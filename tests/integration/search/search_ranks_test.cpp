// Ranks of a search say nothing of records that the search does not see.
#include "support/fixture.hpp"

#include <dataflow/search.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Letter {
    df::id<Letter> id{};
    std::string subject;
    std::optional<std::string> text{};

    static constexpr auto dataflow = df::options{
        .soft_delete = true, .multi_tenant = true, .full_text = df::full_text({"subject", "text"})};
};

struct Found {
    df::id<Letter> id{};
    double rank{};
};

class SearchRanks : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(SearchRanks);

template <class Session>
std::vector<std::pair<std::int64_t, double>> ranks(const Session& t) {
    std::vector<std::pair<std::int64_t, double>> out;
    for (const auto& hit : t.run(df::search_ranked<Letter>("fox OR wolf")))
        out.emplace_back(hit.record.id.value, hit.rank);
    for (const auto& f :
         t.run(df::select<Found>(field<&Letter::id>, df::rank<Letter>("fox OR wolf").template as<"rank">())
                   .order_by(df::desc(df::item<"rank">), field<&Letter::id>)))
        out.emplace_back(f.id.value, f.rank);
    return out;
}

TEST_P(SearchRanks, SayNothingOfOtherTenantsRecordsAndOfDeletedOnes) {
    df::database<Letter> db{url()};
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(df::create(Letter{.subject = "a fox", .text = "and no other"}));
    acme.run(df::create(Letter{.subject = "a fox", .text = "a fox, and once more a fox"}));
    acme.run(df::create(Letter{.subject = "a wolf"}));
    acme.run(df::create(Letter{.subject = "a hen", .text = ""}));
    const auto before = ranks(acme);
    ASSERT_EQ(before.size(), 7U);
    EXPECT_EQ(before[0].first, 2) << "that which has the word most often";
    EXPECT_GT(before[0].second, before[1].second);
    EXPECT_EQ(before[3], before[0]) << "a rank in a select is the same";
    EXPECT_EQ(before[6], (std::pair<std::int64_t, double>{4, 0.0}));

    // From the ranks of a database that weighs words by all its rows, acme could reckon how many these are.
    for (int i = 0; i < 40; ++i) globex.run(df::create(Letter{.subject = "fox", .text = "of another"}));
    EXPECT_EQ(ranks(acme), before);
    for (int i = 0; i < 40; ++i) acme.run(df::create(Letter{.subject = "wolf", .text = "wolf"}));
    acme.run(df::bulk_erase<Letter>(field<&Letter::subject> == "wolf"));
    EXPECT_EQ(ranks(acme), before);
}

} // namespace
