// Hostile names of tables and columns, and hostile text in URLs, files and cursors.
#include <dataflow/json.hpp>

#include "support/fixture.hpp"
#include "support/hostile.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hostile {

namespace df = dataflow;

struct Note {
    std::string text{};
};
struct Keyed {
    df::id<Keyed, std::string> id{};
    std::optional<df::id<Keyed, std::string>> parent{};
    int number = 0;
};

/// Columns and tables named like what statements have in them.
template <std::size_t N>
struct Named {
    df::id<Named> id{};
    std::optional<df::id<Named>> parent{};
    int c0 = 0;
    std::optional<int> c1{};
    std::string ord{};
    std::vector<int> v{};
    std::vector<std::string> e{};
    std::optional<std::string> r{};
    int rowid = 0;
    int oid = 0;
    int excluded = 0;
    int user = 0;
    int order = 0;
    int select = 0;
    int t0 = 0;
    int t1 = 0;
    int value = 0;
    int key = 0;
    int NEW = 0;
    int old = 0;
    int l = 0;
    df::json<Note> j{};

    static constexpr std::array<std::string_view, 12> names{"r",
                                                            "e",
                                                            "l",
                                                            "t0",
                                                            "excluded",
                                                            "select",
                                                            "user",
                                                            "a\"b",
                                                            "it's; --",
                                                            "rowid",
                                                            "\xC3\xA4 \xF0\x9F\x98\x80",
                                                            "renamed"};
    // In the last table the columns have the names of other fields, of other types, too.
    static constexpr bool renamed = N == names.size() - 1;
    static constexpr df::renamed_column_list other_columns =
        df::columns({"c0", "c1"}, {"c1", "c0"}, {"ord", "v"}, {"v", "ord"}, {"e", "r"}, {"r", "e"},
                    {"rowid", "j"}, {"j", "rowid"}, {"user", "order"}, {"order", "user"}, {"id", "parent"},
                    {"parent", "id"}, {"value", "a\"b"}, {"key", "it's; --"}, {"NEW", "\xC3\xA4"});
    static constexpr auto dataflow =
        df::options{.table = names[N],
                    .columns = renamed ? other_columns : df::renamed_column_list{},
                    .unique = df::unique({"rowid"}),
                    .indexes = df::indexes({"order", "user"})};
};

} // namespace hostile

namespace {

using namespace hostile;
using df::field;
using support::has;
using support::thrown;

// --- names -------------------------------------------------------------------------------------------------

template <std::size_t N>
void use_names(const std::string& url) {
    using M = Named<N>;
    SCOPED_TRACE(std::string{M::names[N]});
    try {
        df::database<M> db{url};
        df::database<M> again{url}; // its table is recognized
        std::vector<M> rows;
        for (int i = 0; i < 20; ++i) {
            M one;
            one.c0 = i;
            one.rowid = 100 + i;
            one.v = {i, i + 1};
            one.e = {std::to_string(i)};
            one.ord = std::to_string(i);
            if (i % 2 == 0) one.r = "even";
            one.j->text = one.ord;
            rows.push_back(one);
        }
        const auto first = db.run(df::create(rows[0])).id;
        EXPECT_EQ(
            db.run(df::bulk_create(std::vector(rows.begin() + 1, rows.end())).returning_ids()).ids.size(),
            19U);
        EXPECT_EQ(db.run(df::read<M>(first)).rowid, 100);
        EXPECT_EQ(db.run(df::update<M>(first, field<&M::user> = field<&M::rowid> + field<&M::oid>,
                                       field<&M::excluded> += 2))
                      .user,
                  100);
        EXPECT_EQ(db.run(df::upsert(rows[3])
                             .on_conflict(field<&M::rowid>)
                             .set_on_conflict(field<&M::excluded> = field<&M::excluded> + 5))
                      .record.excluded,
                  5);
        auto again_rows = rows;
        for (auto& o : again_rows) o.order = 9, o.parent = first;
        EXPECT_EQ(db.run(df::bulk_upsert(again_rows).on_conflict(field<&M::rowid>)).updated, 20);
        EXPECT_EQ(db.run(df::bulk_create(again_rows)
                             .on_conflict(df::conflict::skip, field<&M::rowid>)
                             .returning_ids())
                      .skipped,
                  20);
        auto records = db.run(df::list<M>()
                                  .where(field<&M::order> == 9 && field<&M::parent> == first)
                                  .order_by(df::desc(field<&M::r>), field<&M::oid>, field<&M::rowid>))
                           .records;
        ASSERT_EQ(records.size(), 20U);
        for (auto& o : records) o.select = o.c0 * 2, o.c1 = o.c0;
        EXPECT_EQ(db.run(df::bulk_update(records)).updated, 20);
        EXPECT_EQ(db.run(df::bulk_update(records).set(field<&M::c1>, field<&M::ord>)).updated, 20);
        const auto count = [&](const auto& p) { return db.run(df::count<M>().where(p)); };
        EXPECT_EQ(count(field<&M::select> == field<&M::c0> * 2 && field<&M::c1> == field<&M::c0>), 20);
        EXPECT_EQ(count(field<&M::c0>.in({1, 2}) && field<&M::c1>.not_in({2})), 1);
        EXPECT_EQ(count(field<&M::rowid>.in({101, 102}) || field<&M::oid>.in({7})), 2);
        EXPECT_EQ(count(field<&M::v>.any_of({3, 50})), 2);
        EXPECT_EQ(count(field<&M::e>.any_of({"3", "4"})), 2);
        EXPECT_EQ(count(field<&M::e>.contains("3") && field<&M::v>.contains(3)), 1);
        EXPECT_EQ(count(field<&M::v>.size() == 2), 20);
        EXPECT_EQ(count(field<&M::j>.template at<&Note::text> == "3"), 1);
        EXPECT_EQ(count(df::exists(df::select(df::of<"o">(field<&M::c0>))
                                       .template from<M>(df::as<"o">)
                                       .where(df::of<"o">(field<&M::c0>) == field<&M::t0>))),
                  20);
        EXPECT_EQ(
            count(field<&M::id>.in(df::select(df::of<"o">(field<&M::parent>)).template from<M>(df::as<"o">))),
            1);
        EXPECT_EQ(db.run(df::list<M>()
                             .template join<&M::parent>(df::as<"boss">)
                             .where(df::of<"boss">(field<&M::c0>) == 0))
                      .size(),
                  20U);
        EXPECT_EQ(db.run(df::list<M>()
                             .template join<&M::parent>(df::as<"boss">)
                             .where(field<&M::v>.any_of({3, 50}) && field<&M::c0>.in({2, 3})))
                      .size(),
                  2U);
        EXPECT_EQ(db.run(df::bulk_update<M>(field<&M::r> == "even", field<&M::value> = 1,
                                            field<&M::key> = field<&M::rowid>)
                             .limit(3))
                      .updated,
                  3);
        EXPECT_EQ(
            db.run(df::bulk_update<M>(field<&M::c0> == 3, field<&M::j>.template at<&Note::text> = "new"))
                .updated,
            1);
        const auto pages =
            df::list<M>().order_by(field<&M::user>, df::desc(field<&M::ord>)).limit(6).with_total();
        std::size_t seen = 0;
        for (auto page = db.run(pages);; page = db.run(pages.after(*page.next))) {
            seen += page.records.size();
            EXPECT_EQ(page.total, 20);
            if (!page.next) break;
        }
        EXPECT_EQ(seen, 20U);
        const auto taken = thrown<df::unique_violation>([&] { (void)db.run(df::create(rows[5])); });
        EXPECT_TRUE(has(taken.field(), "rowid")) << taken.what() << " " << taken.field();
        EXPECT_EQ(db.run(df::bulk_create(std::vector{rows[5], rows[6]}).per_row()).failures.size(), 2U);
        (void)thrown<df::foreign_key_violation>(
            [&] { (void)db.run(df::update<M>(first, field<&M::parent> = df::id<M>{999'999})); });
        db.run(df::bulk_update<M>(df::everything, field<&M::parent> = std::nullopt));
        EXPECT_EQ(db.run(df::bulk_erase<M>(field<&M::v>.contains(3)).limit(1)).deleted, 1);
        EXPECT_EQ(db.run(df::bulk_erase<M>(std::vector{first})).deleted, 1);
        EXPECT_TRUE(db.run(df::erase<M>(records.back().id)));
        EXPECT_EQ(db.run(df::bulk_erase<M>(df::everything)).deleted, 17);
    } catch (const df::error& e) {
        ADD_FAILURE() << e.what() << "\n" << e.sql();
    }
}

class HostileNames : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(HostileNames);

TEST_P(HostileNames, OfTablesAndColumnsAreOnlyNames) {
    [&]<std::size_t... N>(std::index_sequence<N...>) {
        (use_names<N>(another()->url()), ...);
    }(std::make_index_sequence<Named<0>::names.size()>{});
}

// --- URLs --------------------------------------------------------------------------------------------------

TEST(HostileUrls, NeverShowAPassword) {
    for (const std::string url :
         {"postgresql://user:secret@[::1", "postgresql://user:secret@localhost:notaport/db",
          "postgresql://user:sec%ret@localhost/db", "postgresql://user:se@secret@localhost:1/db",
          "postgresql://user:secret@127.0.0.1:1/db?connect_timeout=1",
          "postgresql://user:secret@127.0.0.1:1/db?nosuch=1", "postgresql://user:se/secret@127.0.0.1:1/db",
          "postgresql://user:se#secret@127.0.0.1:1/db", "postgresql://user:secret%00@127.0.0.1:1/db",
          "postgresql://127.0.0.1:1/db?password=secret&bad",
          "postgresql://user:'; DROP secret@127.0.0.1:1/db", "postgres:user:secret@x", "secret", "secret:x",
          "mysql://user:secret@x/db", "postgresql://user:\"secret\"@127.0.0.1:1/\"db\""}) {
        try {
            df::database<Keyed> db{url};
            ADD_FAILURE() << "opened: " << url;
        } catch (const df::error& e) {
            EXPECT_NE(dynamic_cast<const df::connection_error*>(&e), nullptr) << url;
            EXPECT_FALSE(has(e.what(), "secret") && has(url, "//")) << url << ": " << e.what();
        }
    }
}

class HostilePlaces : public support::shared_database_test {};
DATAFLOW_ON_SHARED_DATABASES(HostilePlaces);

[[nodiscard]] std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

TEST_P(HostilePlaces, AFileOrASchemaMayHaveAnyName) {
    for (const std::string name :
         {"it's", "a\"b", "a b", "%41", "a?b=c&d#e", ":memory:", "file:x?mode=memory", "\xF0\x9F\x98\x80",
          "a;b--", "-rf", "$(x)", "a\\b", "a\nb"}) {
        SCOPED_TRACE(name);
        if (!postgres()) {
            const auto file = (where().folder() / name).string();
            df::database<Keyed> db{"sqlite:" + percent_encoded(file)};
            db.run(df::create(Keyed{.id = df::id<Keyed, std::string>{name}}));
            EXPECT_TRUE(std::filesystem::exists(file));
            continue;
        }
        std::string quoted;
        for (const char c : name) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
        auto admin = plain();
        admin.run("CREATE SCHEMA \"" + where().schema() + quoted + "\"");
        std::string options =
            "-csearch_path=\"" + where().schema() + quoted + "\""; // the server parts options at blanks
        std::string escaped;
        for (const char c : options)
            escaped += c == ' ' || c == '\\' || c == '\n' ? std::string{'\\', c} : std::string{c};
        const std::string base = support::server_url();
        {
            df::database<Keyed> db{base + (base.find('?') == base.npos ? "?" : "&") +
                                   "options=" + percent_encoded(escaped)};
            db.run(df::create(Keyed{.id = df::id<Keyed, std::string>{name}}));
            df::database<Keyed> again{base + (base.find('?') == base.npos ? "?" : "&") +
                                      "options=" + percent_encoded(escaped)};
            EXPECT_EQ(again.run(df::read<Keyed>(name)).id.value, name);
        }
        EXPECT_EQ(admin.value("SELECT count(*) FROM \"" + where().schema() + quoted + "\".keyeds"), "1");
        admin.run("DROP SCHEMA \"" + where().schema() + quoted + "\" CASCADE");
    }
    if (postgres()) return;
    EXPECT_THROW((df::database<Keyed>{"sqlite:" + where().folder().string() + "/x%00y"}),
                 df::connection_error);
    EXPECT_FALSE(std::filesystem::exists(where().folder() / "x"));
    for (const std::string setting :
         {"mode='; DROP", "busy_timeout=1;2", "busy_timeout=999999999999999999999", "journal_mode=wal;",
          "cache_size=1; DROP TABLE x", "no'such=1", "mmap_size=--"})
        EXPECT_THROW((df::database<Keyed>{"sqlite:" + where().file() + "?" + setting}), df::connection_error)
            << setting;
}

TEST_P(HostilePlaces, ACursorThatWasTamperedWithIsRefused) {
    df::database<Keyed> db{url()};
    for (const auto& t : texts())
        if (!t.empty() && t.size() < 100) db.run(df::create(Keyed{.id = df::id<Keyed, std::string>{t}}));
    const auto list = df::list<Keyed>().order_by(field<&Keyed::parent>, field<&Keyed::number>).limit(5);
    const auto good = db.run(list).next->text();
    const auto before = db.run(df::count<Keyed>());
    for (std::size_t i = 0; i < good.size(); ++i)
        for (const char c : {'A', '_', '-', '9', '\'', '%', '\0'}) {
            auto bad = good;
            bad[i] = c;
            for (const auto& one : {bad, good.substr(0, i), good + std::string(1, c)}) try {
                    (void)db.run(list.after(df::cursor::parse(one)));
                } catch (const df::invalid_value&) { // or it is another position, which is only a value
                }
        }
    EXPECT_EQ(db.run(df::count<Keyed>()), before);
}

} // namespace
