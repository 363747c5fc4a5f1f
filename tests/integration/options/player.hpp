// Models with options by number, and who runs random programs over them: keys, rows, and what is expected.
#pragma once

#include "integration/options/shapes.hpp"
#include "support/fixture.hpp"

#include <dataflow/audit/audit.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/history.hpp>
#include <dataflow/search.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/windows.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace proof {

namespace df = dataflow;
using df::field;
using namespace df::literals;
using kinds = std::set<df::error_kind>;

template <bool Tenants, bool Soft, bool Walled = false>
struct Owner {
    df::id<Owner> id{};
    std::string name{};

    static constexpr auto dataflow =
        df::options{.table = Tenants ? (Soft ? "tenants_soft_owners" : "tenants_owners")
                                     : (Soft ? "soft_owners" : "owners"),
                    .timestamps = false,
                    .soft_delete = Soft,
                    .multi_tenant = Tenants,
                    .row_level_security = Walled,
                    .without = Soft ? df::write_kind::none : df::write_kind::update,
                    .immutable = Soft ? df::immutable("name") : df::column_names{}};
};

template <int I>
using owner_model = Owner<shape_number<I>::value.parent_of_tenant(), shape_number<I>::value.soft_parent,
                          shape_number<I>::value.walled && shape_number<I>::value.parent_of_tenant()>;
template <int I>
using owner_field = std::optional<std::conditional_t<shape_number<I>::value.parent == parent_kind::none,
                                                     std::int64_t, df::id<owner_model<I>>>>;

template <int I>
constexpr df::options options_for() {
    constexpr shape s = shape_number<I>::value;
    df::options out{.table = shape_number<I>::table,
                    .timestamps = s.times,
                    .soft_delete = s.soft,
                    .multi_tenant = s.tenants,
                    .row_level_security = s.walled,
                    .versioned = s.versions,
                    .history = s.past,
                    .audit_log = s.log};
    if (s.key == key_kind::text) out.key = df::key("code");
    if (s.key == key_kind::pair) out.key = df::key("shelf", "place");
    if (s.unique) out.unique = df::unique({"name"});
    if (s.writes == writes_kind::no_create) out.without = df::write_kind::create;
    if (s.writes == writes_kind::no_update) out.without = df::write_kind::update;
    if (s.writes == writes_kind::no_erase) out.without = df::write_kind::erase;
    out.append_only = s.writes == writes_kind::append_only;
    if (s.fixed && s.fixed_owner() && s.times) out.immutable = df::immutable("name", "owner", "created_at");
    else if (s.fixed && s.fixed_owner()) out.immutable = df::immutable("name", "owner");
    else if (s.fixed && s.times) out.immutable = df::immutable("name", "created_at");
    else if (s.fixed) out.immutable = df::immutable("name");
    if (s.words) out.full_text = df::full_text({"name", "note"});
    if (s.parent == parent_kind::held_back)
        out.foreign_keys = df::foreign_keys({"owner", df::on_delete::restrict});
    if (s.parent == parent_kind::cascade)
        out.foreign_keys = df::foreign_keys({"owner", df::on_delete::cascade});
    if (s.parent == parent_kind::cleared)
        out.foreign_keys = df::foreign_keys({"owner", df::on_delete::set_null});
    return out;
}

template <int I>
struct Numbered {
    df::id<Numbered> id{};
    owner_field<I> owner{};
    std::string name{};
    std::int64_t n = 0;
    std::optional<std::string> note{};
    static constexpr auto dataflow = options_for<I>();
};
template <int I>
struct Coded {
    df::id<Coded, std::string> code{};
    owner_field<I> owner{};
    std::string name{};
    std::int64_t n = 0;
    std::optional<std::string> note{};
    static constexpr auto dataflow = options_for<I>();
};
template <int I>
struct Placed {
    std::string shelf{};
    int place = 0;
    owner_field<I> owner{};
    std::string name{};
    std::int64_t n = 0;
    std::optional<std::string> note{};
    static constexpr auto dataflow = options_for<I>();
};
template <int I>
struct Marked {
    df::id<Marked, df::uuid> id{};
    owner_field<I> owner{};
    std::string name{};
    std::int64_t n = 0;
    std::optional<std::string> note{};
    static constexpr auto dataflow = options_for<I>();
};

template <int I, key_kind Key>
struct row_of;
template <int I>
struct row_of<I, key_kind::number> : std::type_identity<Numbered<I>> {};
template <int I>
struct row_of<I, key_kind::text> : std::type_identity<Coded<I>> {};
template <int I>
struct row_of<I, key_kind::pair> : std::type_identity<Placed<I>> {};
template <int I>
struct row_of<I, key_kind::uuid> : std::type_identity<Marked<I>> {};
/// The model with shape number `I`.
template <int I>
using model = typename row_of<I, shape_number<I>::value.key>::type;

/// A key as the audit log writes it.
template <class M>
std::string key_text(const M& r) {
    if constexpr (requires { r.code; }) return r.code.value;
    else if constexpr (requires { r.shelf; }) return "[\"" + r.shelf + "\"," + std::to_string(r.place) + "]";
    else if constexpr (std::is_same_v<decltype(r.id.value), df::uuid>) return df::uuid_text(r.id.value);
    else return std::to_string(r.id.value);
}
template <class M>
auto key_of(const M& r) {
    if constexpr (requires { r.code; }) return r.code;
    else if constexpr (requires { r.shelf; }) return std::tuple{r.shelf, r.place};
    else return r.id;
}
/// What `key_text` was made of.
template <class M>
void set_key(M& r, const std::string& text) {
    if constexpr (requires { r.code; }) r.code.value = text;
    else if constexpr (requires { r.shelf; }) {
        r.shelf = text.substr(2, 1);
        r.place = text[5] - '0';
    } else if constexpr (std::is_same_v<decltype(r.id.value), df::uuid>) r.id.value = *df::parse_uuid(text);
    else r.id.value = std::stoll(text);
}

/// Thrown to undo a transaction.
struct undone {};

/// Who plays: the tenants, their sessions, what they should have, and how that is compared.
template <int I, class Database>
class player {
  public:
    using M = model<I>;
    using owner_t = owner_model<I>;
    using record = df::record<M>;
    using session = decltype(std::declval<Database&>().session(df::session_facts{}).tenant(""));
    static constexpr shape s = shape_number<I>::value;
    static constexpr std::string_view table_name = shape_number<I>::table;
    static constexpr auto name = field<&M::name>;
    static constexpr auto n = field<&M::n>;
    static constexpr auto note = field<&M::note>;
    static constexpr auto owner = field<&M::owner>;
    static constexpr std::string_view names[]{"ada", "bob", "cyd", "dot", "eve", "fay"};

    /// `strangers`: tenants that others play, of whom nothing may be seen.
    player(Database& db, std::vector<std::string> tenants, unsigned seed,
           std::vector<std::string> strangers = {})
        : db_(db), tenants_(std::move(tenants)), strangers_(std::move(strangers)), dice_(seed) {
        for (const auto& one : tenants_)
            sessions_.push_back(db.session({.actor = "actor of " + one}).tenant(one));
    }
    [[nodiscard]] const std::map<std::string, plain_table>& tables() const { return tables_; }

  protected:
    /// Failures of the test until now.
    [[nodiscard]] static int failures() {
        return testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
    }
    [[nodiscard]] std::size_t at() const { return static_cast<std::size_t>(who_); }
    [[nodiscard]] int roll(int below) { return static_cast<int>(dice_() % static_cast<unsigned>(below)); }
    [[nodiscard]] session& t() { return sessions_[at()]; }
    plain_table& table_of(const std::string& tenant) {
        auto& out = tables_[s.tenants ? tenant : ""];
        out.options = s;
        return out;
    }
    [[nodiscard]] plain_table& mine() { return table_of(tenants_[at()]); }
    [[nodiscard]] auto& owners() { return owners_[s.parent_of_tenant() ? tenants_[at()] : ""]; }

    // --- keys and rows

    /// A key: of mine, of another's, or of none.
    [[nodiscard]] std::string any_key() {
        if constexpr (s.key == key_kind::number) return std::to_string(1 + roll(std::max(last_ + 2, 3)));
        else if constexpr (s.key == key_kind::text) return "k" + std::to_string(roll(9));
        else if constexpr (s.key == key_kind::pair)
            return std::string{"[\""} + (roll(2) == 0 ? "a" : "b") + "\"," + std::to_string(roll(5)) + "]";
        else return "00000000-0000-4000-8000-00000000000" + std::to_string(roll(9));
    }
    static auto key_from(const std::string& text) {
        M r;
        set_key(r, text);
        return key_of(r);
    }
    std::int64_t any_owner() {
        if (s.parent == parent_kind::none) return roll(3);
        if (owners().empty() || roll(3) == 0) return 0;
        return std::next(owners().begin(), roll(static_cast<int>(owners().size())))->first;
    }
    plain_row any_row() {
        plain_row out;
        out.owner = any_owner();
        out.name = names[static_cast<std::size_t>(roll(6))];
        out.n = roll(100);
        if (roll(2) == 0) out.note = "known to " + (s.tenants ? tenants_[at()] : "all") + " alone";
        return out;
    }
    static M object(const plain_row& p) {
        M out;
        fill(out, p);
        return out;
    }
    static void fill(M& out, const plain_row& p) {
        if (p.owner == 0) out.owner.reset();
        else out.owner = typename owner_field<I>::value_type{p.owner};
        out.name = p.name;
        out.n = p.n;
        out.note = p.note;
    }
    static std::int64_t owner_in(const M& r) {
        if constexpr (s.parent == parent_kind::none) return r.owner.value_or(0);
        else return r.owner ? r.owner->value : 0;
    }
    /// Whether a row may refer to this one.
    bool owner_lives(std::int64_t id) {
        if (s.parent == parent_kind::none || id == 0) return true;
        const auto found = owners().find(id);
        return found != owners().end() && !found->second;
    }
    [[nodiscard]] kinds refusals(bool taken, std::int64_t owner_id, bool fixed = false) {
        kinds out;
        if (fixed) out.insert(df::error_kind::protected_operation);
        if (taken) out.insert(df::error_kind::unique_violation);
        if (!owner_lives(owner_id)) out.insert(df::error_kind::foreign_key_violation);
        return out;
    }

    /// Of what would be stored in place of this row: mostly the same in what never changes.
    void keep_fixed(plain_row& next, const std::string& key) {
        if (!s.fixed || !mine().has(key) || roll(3) == 0) return;
        next.name = mine().rows[key].name;
        if (s.fixed_owner()) next.owner = mine().rows[key].owner;
    }

    // --- by hand

    /// The rows of mine, as SQL says it.
    [[nodiscard]] std::string of_mine() const {
        return s.tenants ? " WHERE tenant_id = '" + tenants_[at()] + "'" : " WHERE 1 = 1";
    }
    /// Runs SQL in one transaction: as who is let in by row-level security, where there is any.
    void script(const std::string& text) {
        const auto run = [&](auto& tx) { tx.inside().connection().script(text); };
        if constexpr (s.walled) t().transaction(run);
        else db_.transaction(run);
    }
    [[nodiscard]] bool postgres() const { return db_.dialect() == df::dialect::postgres; }
    /// Each column that says what a record is, without those that the database fills by itself.
    [[nodiscard]] static std::string columns() {
        std::string out = s.key == key_kind::text ? "code" : s.key == key_kind::pair ? "shelf, place" : "id";
        out += ", owner, name, n, note";
        if (s.tenants) out += ", tenant_id";
        return out;
    }
    /// Makes rows in a table of which none are created, with the trigger away that says so.
    void fill_by_hand() {
        const std::string table{table_name}, trigger = "dataflow_protect_" + table + "_insert";
        std::vector<plain_row> made;
        std::set<std::string> used;
        std::string rows;
        const std::string now = "'2001-01-01T00:00:00.000000Z'";
        for (int i = 0; i < 14; ++i) {
            auto p = any_row();
            if (!owner_lives(p.owner)) p.owner = 0;
            M row;
            if constexpr (s.key != key_kind::number) {
                const auto key = any_key();
                if (mine().has(key) || !used.insert(key).second) continue;
                set_key(row, key);
            }
            if (s.unique && (mine().taken(p.name) || !used.insert(p.name).second)) continue;
            std::string key;
            if constexpr (s.key == key_kind::text) key = "'" + row.code.value + "', ";
            else if constexpr (s.key == key_kind::pair)
                key = "'" + row.shelf + "', " + std::to_string(row.place) + ", ";
            else if constexpr (s.key == key_kind::uuid) key = "'" + df::uuid_text(row.id.value) + "', ";
            rows += (rows.empty() ? "(" : ", (") + key + (p.owner == 0 ? "NULL" : std::to_string(p.owner)) +
                    ", '" + p.name + "', " + std::to_string(p.n) + ", " +
                    (p.note ? "'" + *p.note + "'" : "NULL") +
                    (s.tenants ? ", '" + tenants_[at()] + "'" : "") +
                    (s.times ? ", " + now + ", " + now : "") + ")";
            made.push_back(p);
        }
        const auto which = (s.key == key_kind::number ? columns().substr(4) : columns()) +
                           (s.times ? ", created_at, updated_at" : "");
        const auto insert = "INSERT INTO " + table + " (" + which + ") VALUES " + rows + ";";
        if (postgres())
            script("ALTER TABLE " + table + " DISABLE TRIGGER " + trigger + "; " + insert + " ALTER TABLE " +
                   table + " ENABLE TRIGGER " + trigger);
        else
            script("DROP TRIGGER " + trigger + "; " + insert + " CREATE TRIGGER " + trigger +
                   " BEFORE INSERT ON " + table + " BEGIN SELECT RAISE(ABORT, 'dataflow protects " + table +
                   ": none are created'); END");
        take_new(std::move(made));
    }

    // --- what is expected

    /// Runs `work`, which throws one of these errors, or none if there are none here. Gives whether it was
    /// done.
    template <class Work>
    bool expect(const kinds& wanted, Work&& work) {
        try {
            work();
            EXPECT_TRUE(wanted.empty()) << "nothing was thrown";
            return true;
        } catch (const df::error& e) {
            EXPECT_TRUE(wanted.contains(e.kind()))
                << e.what() << (wanted.empty() ? ", and no error was expected" : "");
            const std::string_view text = e.what();
            EXPECT_FALSE(support::has(text, "known to")) << text;
            for (std::size_t i = 0; i < tenants_.size(); ++i)
                EXPECT_TRUE(i == at() || !support::has(text, tenants_[i])) << text;
            for (const auto& one : strangers_) EXPECT_FALSE(support::has(text, one)) << text;
            return false;
        }
    }
    void expect_row(const record& r, const plain_row& p) {
        EXPECT_EQ(r.name, p.name);
        EXPECT_EQ(r.n, p.n);
        EXPECT_EQ(r.note, p.note);
        EXPECT_EQ(owner_in(r), p.owner);
        if constexpr (s.versions) {
            EXPECT_EQ(r.version, p.version) << key_text(r);
        }
        if constexpr (s.soft) {
            EXPECT_EQ(r.deleted_at.has_value(), p.deleted);
        }
        if constexpr (s.tenants) {
            EXPECT_EQ(r.tenant_id, tenants_[at()]);
        }
        if constexpr (s.times) {
            EXPECT_GE(r.updated_at, r.created_at);
        }
    }
    /// What a node gave is what the plain model has, and what the database holds.
    void expect_stored(const record& r) {
        const auto key = key_text(r);
        ASSERT_TRUE(mine().live(key)) << key;
        expect_row(r, mine().rows.at(key));
        const auto stored = t().run(df::read<M>(key_of(r)));
        expect_row(stored, mine().rows.at(key));
        if constexpr (s.times) {
            EXPECT_EQ(r.created_at, stored.created_at);
            EXPECT_EQ(r.updated_at, stored.updated_at);
        }
    }
    void created(const record& r, const plain_row& p) {
        mine().create(key_text(r), p);
        if constexpr (s.key == key_kind::number) last_ = std::max(last_, static_cast<int>(r.id.value));
    }
    /// Takes the rows that are new, which must be these.
    void take_new(std::vector<plain_row> expected) {
        std::vector<record> all = t().run(df::list<M>()).records;
        std::erase_if(all, [&](const record& r) { return mine().live(key_text(r)); });
        ASSERT_EQ(all.size(), expected.size());
        for (const auto& r : all) {
            const auto found = std::find_if(expected.begin(), expected.end(), [&](const plain_row& p) {
                return p.name == r.name && p.n == r.n && p.note == r.note && p.owner == owner_in(r);
            });
            ASSERT_NE(found, expected.end()) << key_text(r);
            created(r, *found);
            expect_row(r, *found);
            expected.erase(found);
        }
    }
    template <class Rows>
    void expect_keys(Rows&& rows, const std::set<std::string>& wanted) {
        std::set<std::string> found;
        std::size_t count = 0;
        for (const auto& r : rows) {
            found.insert(key_text(static_cast<const M&>(r)));
            ++count;
        }
        EXPECT_EQ(found, wanted);
        EXPECT_EQ(count, wanted.size());
    }

    Database& db_;
    std::vector<std::string> tenants_, strangers_;
    std::vector<session> sessions_;
    std::mt19937 dice_;
    std::map<std::string, plain_table> tables_;                  ///< by tenant; "" where all have the same
    std::map<std::string, std::map<std::int64_t, bool>> owners_; ///< and whether they are deleted
    int who_ = 0;
    int last_ = 0;                 ///< the last key that the database made
    std::set<std::string> filled_; ///< of whom there are rows that were made by hand
};

} // namespace proof
