// Common tables of tenants' records beside other tables, over all tenants.
#include "support/fixture.hpp"

#include <dataflow/tenant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

/// All tenants have the same keys.
struct Folder {
    df::id<Folder, std::string> path{};
    std::optional<df::id<Folder, std::string>> parent{};
    std::int64_t size = 0;

    static constexpr auto dataflow =
        df::options{.key = df::key("path"), .timestamps = false, .multi_tenant = true};
};
using path = df::id<Folder, std::string>;
struct Reader {
    df::id<Reader> id{};
    path folder{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
struct Country {
    df::id<Country> id{};
    std::string name{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};
using library = df::database<Folder, Reader, Country>;

/// acme: / (1), /a (2), /a/b (4). globex: / (10), /a (20). A reader of /a in both, and one of / in acme.
void fill(library& db) {
    const auto acme = db.tenant("acme"), globex = db.tenant("globex");
    acme.run(df::create(Folder{.path = path{"/"}, .size = 1}));
    acme.run(df::create(Folder{.path = path{"/a"}, .parent = path{"/"}, .size = 2}));
    acme.run(df::create(Folder{.path = path{"/a/b"}, .parent = path{"/a"}, .size = 4}));
    globex.run(df::create(Folder{.path = path{"/"}, .size = 10}));
    globex.run(df::create(Folder{.path = path{"/a"}, .parent = path{"/"}, .size = 20}));
    acme.run(df::bulk_create(
        {Reader{.folder = path{"/a"}, .name = "ann"}, Reader{.folder = path{"/"}, .name = "al"}}));
    globex.run(df::create(Reader{.folder = path{"/a"}, .name = "bob"}));
    db.run(df::create(Country{.name = "x"}));
}

/// The rows of a select of a name and a number, as texts, in their order.
template <class Rows>
std::vector<std::string> shown(const Rows& rows) {
    std::vector<std::string> out;
    for (const auto& r : rows) {
        const std::optional<std::int64_t> size{r["size"_n]};
        out.push_back(std::string{r["name"_n]} + (size ? std::to_string(*size) : ""));
    }
    std::sort(out.begin(), out.end());
    return out;
}
using texts = std::vector<std::string>;

class AllTenantsWith : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenantsWith);

TEST_P(AllTenantsWith, ItsRowsMeetThoseOfTheirTenant) {
    library db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto large = df::with<"large">(
        df::select(field<&Folder::path>, field<&Folder::size>).where(field<&Folder::size> > 1));
    const auto by_path = large["path"_n] == field<&Reader::folder>;
    const auto pair = df::select(field<&Reader::name>, large["size"_n]);
    EXPECT_EQ(shown(all.run(pair.from<Reader>().join(large, by_path))), (texts{"ann2", "bob20"}));
    EXPECT_EQ(shown(all.run(pair.from(large).join<Reader>(by_path))), (texts{"ann2", "bob20"}));
    // by no column: each with the folders of their tenants alone
    EXPECT_EQ(shown(all.run(pair.from<Reader>().join(large, large["size"_n] > 0))),
              (texts{"al2", "al4", "ann2", "ann4", "bob10", "bob20"}));
    // rows without a partner
    const auto left = df::select(field<&Reader::name>, df::nullable(large["size"_n]));
    EXPECT_EQ(shown(all.run(left.from<Reader>().left_join(large, by_path))), (texts{"al", "ann2", "bob20"}));
    EXPECT_EQ(shown(db.tenant("acme").run(pair.from<Reader>().join(large, by_path))), (texts{"ann2"}));
    // beside a table of no tenant, and two of them
    const auto with_country =
        pair.from<Reader>().join(large, by_path).join<Country>(field<&Country::name> == "x");
    EXPECT_EQ(shown(all.run(with_country)), (texts{"ann2", "bob20"}));
    // streams, counts and pages of them
    std::size_t rows = 0;
    for (const auto& r : all.stream(pair.from<Reader>().join(large, by_path)))
        rows += r["size"_n] > 0 ? 1 : 0;
    EXPECT_EQ(rows, 2U);
}

TEST_P(AllTenantsWith, RightAndFullJoinsKeepTenantsApart) {
    library db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto large = df::with<"large">(
        df::select(field<&Folder::path>, field<&Folder::size>).where(field<&Folder::size> > 1));
    const auto by_path = large["path"_n] == field<&Reader::folder>;
    const auto right = df::select(df::nullable(field<&Reader::name>), large["size"_n])
                           .from<Reader>()
                           .right_join(large, by_path);
    const auto rows = all.run(right);
    EXPECT_EQ(rows.size(), 4U); // of 2, 4, 10 and 20, two have a reader
    std::size_t read = 0;
    for (const auto& r : rows) read += r["name"_n].has_value() ? 1 : 0;
    EXPECT_EQ(read, 2U);
}

TEST_P(AllTenantsWith, SubqueriesReadThoseOfTheRowAround) {
    library db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto large = df::with<"large">(
        df::select(field<&Folder::path>, field<&Folder::size>).where(field<&Folder::size> > 3));
    const auto count = df::scalar(df::select(df::count()).from(large));
    const auto rows = all.run(df::select(field<&Reader::name>, df::as<"size">(count)).from<Reader>());
    ASSERT_EQ(rows.size(), 3U);
    for (const auto& r : rows) EXPECT_EQ(r["size"_n], r["name"_n] == "bob" ? 2 : 1) << r["name"_n];
}

TEST_P(AllTenantsWith, UnionsAndDistinctRowsAreOfTheirTenants) {
    library db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto both = df::with<"both">(df::union_distinct(df::select(df::as<"place">(field<&Reader::folder>)),
                                                          df::select(df::as<"place">(field<&Folder::path>))));
    const auto rows = all.run(df::select(field<&Reader::name>, both["place"_n])
                                  .from<Reader>()
                                  .join(both, both["place"_n] == field<&Reader::folder>));
    EXPECT_EQ(rows.size(), 3U);
    const auto alone = all.run(df::select(both["place"_n]).from(both));
    EXPECT_EQ(alone.size(), 3U); // over all tenants, as ever
    const auto places = df::with<"places">(df::select(field<&Reader::folder>).distinct());
    const auto once = all.run(df::select(field<&Reader::name>, places["folder"_n])
                                  .from<Reader>()
                                  .join(places, places["folder"_n] == field<&Reader::folder>));
    EXPECT_EQ(once.size(), 3U);
}

TEST_P(AllTenantsWith, GroupsByTheTenantStandBesideItsRecords) {
    library db{url()};
    fill(db);
    const auto sums = df::with<"sums">(df::aggregate<Folder>()
                                           .group_by(df::tenant_id<Folder>)
                                           .select(df::sum(field<&Folder::size>).as<"sum">()));
    const auto rows = db.all_tenants().run(df::select(field<&Reader::name>, df::as<"size">(sums["sum"_n]))
                                               .from<Reader>()
                                               .join(sums, sums["sum"_n] > 0));
    ASSERT_EQ(rows.size(), 3U);
    for (const auto& r : rows) EXPECT_EQ(r["size"_n], r["name"_n] == "bob" ? 30 : 7);
}

TEST_P(AllTenantsWith, RecursionsStayWithinTheirTenants) {
    library db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto start = df::with_recursive<"tree">(
        df::select(field<&Folder::path>, field<&Folder::size>).where(field<&Folder::path> == path{"/"}));
    const auto tree = start.union_all(
        df::select(field<&Folder::path>, df::as<"size">(start["size"_n] + field<&Folder::size>))
            .from<Folder>()
            .join(start, field<&Folder::parent> == start["path"_n]));
    const auto sizes = [](const auto& rows) {
        std::vector<std::int64_t> out;
        for (const auto& r : rows) out.push_back(r["size"_n]);
        std::sort(out.begin(), out.end());
        return out;
    };
    EXPECT_EQ(sizes(all.run(df::select(tree["size"_n], tree["path"_n]).from(tree))),
              (std::vector<std::int64_t>{1, 3, 7, 10, 30}));
    const auto read = all.run(df::select(field<&Reader::name>, tree["size"_n])
                                  .from<Reader>()
                                  .join(tree, tree["path"_n] == field<&Reader::folder>));
    EXPECT_EQ(shown(read), (texts{"al1", "ann3", "bob30"}));
    EXPECT_EQ(sizes(db.tenant("globex").run(df::select(tree["size"_n], tree["path"_n]).from(tree))),
              (std::vector<std::int64_t>{10, 30}));
}

} // namespace
