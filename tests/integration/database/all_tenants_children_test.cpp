// Children over all tenants whose parents have equal keys.
#include "support/fixture.hpp"

#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/tenant.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

/// All tenants have the same keys.
struct Shelf {
    df::id<Shelf, std::string> code{};

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .multi_tenant = true};
};
struct Volume {
    df::id<Volume, std::string> code{};
    df::id<Shelf, std::string> shelf{};
    std::string title{};

    static constexpr auto dataflow =
        df::options{.key = df::key("code"), .timestamps = false, .soft_delete = true, .multi_tenant = true};
};
struct Page {
    df::id<Page> id{};
    df::id<Volume, std::string> volume{};
    int number = 0;

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
struct Tag {
    df::id<Tag, std::string> name{};
    int rank = 0;

    static constexpr auto dataflow =
        df::options{.key = df::key("name"), .timestamps = false, .multi_tenant = true};
};
struct Tagging {
    df::id<Tagging> id{};
    df::id<Shelf, std::string> shelf{};
    df::id<Tag, std::string> tag{};

    static constexpr auto dataflow = df::options{.timestamps = false, .multi_tenant = true};
};
using archive = df::database<Shelf, Volume, Page, Tag, Tagging>;
template <class M>
using key = df::id<M, std::string>;

/// Two tenants, the second with one more of everything: shelves s0.., volumes v0.. with pages, tags.
void fill(archive& db) {
    int more = 0;
    for (const std::string tenant : {"acme", "globex"}) {
        const auto mine = db.tenant(tenant);
        for (int s = 0; s < 2 + more; ++s) {
            const auto shelf = key<Shelf>{"s" + std::to_string(s)};
            mine.run(df::create(Shelf{.code = shelf}));
            for (int v = 0; v < 2 + more; ++v) {
                const auto volume = key<Volume>{"v" + std::to_string(10 * s + v)};
                mine.run(
                    df::create(Volume{.code = volume, .shelf = shelf, .title = tenant + std::to_string(v)}));
                for (int p = 0; p < 1 + more; ++p) mine.run(df::create(Page{.volume = volume, .number = p}));
            }
        }
        for (int t = 0; t < 2 + more; ++t) {
            const auto tag = key<Tag>{"t" + std::to_string(t)};
            mine.run(df::create(Tag{.name = tag, .rank = more}));
            mine.run(df::create(Tagging{.shelf = key<Shelf>{"s0"}, .tag = tag}));
        }
        ++more;
    }
}

class AllTenantsChildren : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(AllTenantsChildren);

TEST_P(AllTenantsChildren, GoToTheParentsOfTheirTenants) {
    archive db{url()};
    fill(db);
    const auto all = db.all_tenants();
    const auto shelves = all.run(df::list<Shelf>().with_children<&Volume::shelf>(
        df::list<Volume>().order_by(df::desc(field<&Volume::title>)).with_children<&Page::volume>()));
    ASSERT_EQ(shelves.size(), 5U);
    for (const auto& shelf : shelves) {
        const bool acme = shelf.tenant_id == "acme";
        ASSERT_EQ(shelf.children.size(), acme ? 2U : 3U) << shelf.code.value;
        EXPECT_EQ(shelf.children[0].title, acme ? "acme1" : "globex2");
        for (const auto& volume : shelf.children) {
            EXPECT_EQ(volume.tenant_id, shelf.tenant_id);
            EXPECT_EQ(volume.shelf, shelf.code);
            ASSERT_EQ(volume.children.size(), acme ? 1U : 2U);
            for (const auto& page : volume.children) EXPECT_EQ(page.tenant_id, shelf.tenant_id);
        }
    }
}

TEST_P(AllTenantsChildren, ComeByWayOfATableOfTheirTenants) {
    archive db{url()};
    fill(db);
    const auto shelves = db.all_tenants().run(df::list<Shelf>().with_children<&Tagging::shelf, &Tagging::tag>(
        df::list<Tag>().order_by(field<&Tag::name>)));
    ASSERT_EQ(shelves.size(), 5U);
    for (const auto& shelf : shelves) {
        const std::size_t want = shelf.code.value != "s0" ? 0U : shelf.tenant_id == "acme" ? 2U : 3U;
        ASSERT_EQ(shelf.children.size(), want) << shelf.tenant_id << shelf.code.value;
        for (const auto& tag : shelf.children) EXPECT_EQ(tag.tenant_id, shelf.tenant_id);
    }
}

TEST_P(AllTenantsChildren, LimitsCountForEachParent) {
    archive db{url()};
    fill(db);
    db.tenant("acme").run(df::bulk_erase<Page>(field<&Page::volume> == key<Volume>{"v0"}));
    db.tenant("acme").run(df::erase<Volume>("v0"));
    const auto all = db.all_tenants();
    const auto shelves = all.run(df::list<Shelf>().limit(4).with_children<&Volume::shelf>(
        df::list<Volume>().order_by(field<&Volume::code>).limit(1).offset(1)));
    ASSERT_EQ(shelves.size(), 4U);
    for (const auto& shelf : shelves) {
        const bool gone = shelf.tenant_id == "acme" && shelf.code.value == "s0";
        ASSERT_EQ(shelf.children.size(), gone ? 0U : 1U);
        if (!gone) {
            EXPECT_EQ(shelf.children[0].title, shelf.tenant_id + "1");
        }
    }
    const auto next =
        all.run(df::list<Shelf>().limit(4).with_children<&Volume::shelf>().after(*shelves.next));
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next[0].tenant_id, "globex");
    EXPECT_EQ(next[0].children.size(), 3U);
    const auto first = all.run(df::list<Shelf>().limit(2).with_children<&Tagging::shelf, &Tagging::tag>(
        df::list<Tag>().order_by(df::desc(field<&Tag::name>)).limit(1)));
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].children.at(0).name.value, "t1");
    EXPECT_EQ(first[1].children.at(0).name.value, "t2");
}

/// Against what each tenant sees by itself.
TEST_P(AllTenantsChildren, AreThoseThatEachTenantSees) {
    archive db{url()};
    fill(db);
    const auto list = df::list<Shelf>()
                          .with_children<&Volume::shelf>(df::list<Volume>().order_by(field<&Volume::code>))
                          .with_children<&Tagging::shelf>();
    const auto shown = [](const auto& page) {
        std::vector<std::string> out;
        for (const auto& shelf : page.records) {
            auto text = shelf.tenant_id + ":" + std::string{shelf.code.value};
            for (const auto& v : shelf.template get<0>()) text += "," + std::string{v.code.value} + v.title;
            text += ";" + std::to_string(shelf.template get<1>().size());
            out.push_back(text);
        }
        std::sort(out.begin(), out.end());
        return out;
    };
    auto want = shown(db.tenant("acme").run(list));
    for (auto& one : shown(db.tenant("globex").run(list))) want.push_back(one);
    EXPECT_EQ(shown(db.all_tenants().run(list)), want);
}

} // namespace
