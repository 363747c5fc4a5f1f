// A help desk for several companies in one database: tenants, soft delete, versions, history, an audit log,
// write protection and sessions, all at once. Two companies work at the same time, with the same ticket
// numbers, and neither sees the other. It runs on the database that DATABASE_URL names; docs/help-desk.md
// walks through it.
#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>
#include <dataflow/protection.hpp>
#include <dataflow/search.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

// --- the tables ------------------------------------------------------------------------------------

enum class Status { open, waiting, solved };

struct Topic { // the same for every company
    df::id<Topic, std::string> name;
    int hours_to_answer = 24;

    static constexpr auto dataflow = df::options{.key = df::key("name")};
};

struct Agent {
    df::id<Agent, std::string> login; // each company may have its own "kim"
    std::string name;
    std::string password; // in the audit log as changed, never in clear

    static constexpr auto dataflow = df::options{.key = df::key("login"),
                                                 .multi_tenant = true,
                                                 .rows_per_tenant = 50, // seats
                                                 .audit_log = true,
                                                 .secrets = df::secrets("password")};
};

struct Customer {
    df::id<Customer, std::string> email;
    std::string name;

    static constexpr auto dataflow =
        df::options{.key = df::key("email"), .soft_delete = true, .multi_tenant = true, .audit_log = true};
};

struct Ticket {
    df::id<Ticket, std::string> number;
    df::id<Customer, std::string> customer;
    std::optional<df::id<Agent, std::string>> agent{};
    df::id<Topic, std::string> topic;
    std::string subject;
    Status status = Status::open;

    static constexpr auto dataflow = df::options{.key = df::key("number"),
                                                 .soft_delete = true,
                                                 .multi_tenant = true,
                                                 .versioned = true,
                                                 .history = true,
                                                 .audit_log = true,
                                                 .immutable = df::immutable("customer")};
};

struct Message {
    df::id<Message> id{};
    df::id<Ticket, std::string> ticket;
    std::string sender;
    std::string text;

    static constexpr auto dataflow = df::options{
        .soft_delete = true,
        .multi_tenant = true,
        .audit_log = true,
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"ticket", df::on_delete::cascade}),
        .full_text = df::full_text({"text"}),
    };
};

struct Rating { // of a ticket, by its customer: nobody changes it
    df::id<Ticket, std::string> ticket;
    int stars{};

    static constexpr auto dataflow = df::options{
        .key = df::key("ticket"),
        .multi_tenant = true,
        .append_only = true,
        .checks = df::check("one_to_five_stars", df::column("stars") >= 1 && df::column("stars") <= 5)};
};

using database = df::database<Topic, Agent, Customer, Ticket, Message, Rating, df::tenant_audit_record>;
using company = df::tenant_database<Topic, Agent, Customer, Ticket, Message, Rating, df::tenant_audit_record>;
using login = df::id<Agent, std::string>;
using email = df::id<Customer, std::string>;
using number = df::id<Ticket, std::string>;
using topic = df::id<Topic, std::string>;

// --- a day at the desk -----------------------------------------------------------------------------

/// What one company's thread prints, kept until all are done.
struct pages {
    std::string text;
    void heading(std::string_view title) { text.append("\n== ").append(title).append("\n"); }
    void line(std::string_view what) { text.append("  ").append(what).append("\n"); }
};

/// A customer writes: the ticket and the first message, or neither.
void write_in(const company& desk, const number& n, const email& from, const topic& about,
              const std::string& subject, const std::string& text) {
    desk.transaction([&](auto& tx) {
        tx.run(df::create(Ticket{.number = n, .customer = from, .topic = about, .subject = subject}));
        tx.run(df::create(Message{.ticket = n, .sender = from.value, .text = text}));
    });
}

/// Everything that happens at one company; others' tickets have the same numbers.
void day(const company& all, const std::string& name, pages& out) {
    out.heading(name + ": the day");
    const auto boss = all.session({.actor = "boss", .address = "192.0.2.1", .request_id = name + "-1"});
    boss.run(df::bulk_create(std::vector<Agent>{{login{"kim"}, "Kim of " + name, "kim's secret"},
                                                {login{"lee"}, "Lee of " + name, "lee's secret"}}));
    boss.run(df::bulk_create(
        std::vector<Customer>{{email{"ada@example.org"}, "Ada"}, {email{"ben@example.org"}, "Ben"}}));

    const auto web = all.session({.actor = "web form", .request_id = name + "-2"});
    write_in(web,
             number{"T-1"},
             email{"ada@example.org"},
             topic{"printing"},
             "Printer of " + name,
             "The printer is on fire");
    write_in(web, number{"T-2"}, email{"ben@example.org"}, topic{"network"}, "No network", "All is slow");
    write_in(web, number{"T-3"}, email{"ben@example.org"}, topic{"network"}, "Buy pills", "Cheap pills");

    // Kim and Lee open the same ticket; the one who saves last is told.
    const auto kim = all.session({.actor = "kim", .address = "192.0.2.7", .request_id = name + "-3"});
    const auto lee = all.session({.actor = "lee", .address = "192.0.2.8", .request_id = name + "-4"});
    auto at_kim = kim.run(df::read<Ticket>("T-1"));
    auto at_lee = lee.run(df::read<Ticket>("T-1"));
    at_kim.agent = login{"kim"};
    at_kim.status = Status::waiting;
    kim.run(df::update(at_kim));
    at_lee.agent = login{"lee"};
    try {
        lee.run(df::update(at_lee));
    } catch (const df::version_conflict& e) {
        out.line(std::string{"Lee is late: "} + e.what());
    }
    std::this_thread::sleep_for(5ms);
    const df::timestamp then =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    std::this_thread::sleep_for(5ms);
    kim.run(df::create(Message{.ticket = number{"T-1"}, .sender = "kim", .text = "Use the extinguisher"}));
    kim.run(df::update<Ticket>("T-1", field<&Ticket::status> = Status::solved));
    kim.run(df::update<Agent>("kim", field<&Agent::password> = "a better secret"));
    web.run(df::create(Rating{.ticket = number{"T-1"}, .stars = 2}));

    // Spam goes, with its messages; a ticket that was deleted by mistake comes back with its own.
    lee.run(df::erase<Ticket>("T-3"));
    lee.run(df::erase<Ticket>("T-2"));
    lee.run(df::restore<Ticket>("T-2"));

    // What was it like before Kim solved it?
    const auto was = all.run(df::read<Ticket>("T-1").as_of(then));
    out.line("T-1 was " + std::string{df::name_of(was.status)} + ", with " + was.agent.value().value);

    // A customer who still has a ticket stays: the database says so.
    try {
        boss.run(df::erase<Customer>("ada@example.org"));
    } catch (const df::foreign_key_violation&) {
        out.line("Ada stays: a ticket is hers");
    }
    // A rating stays as it is, whoever writes: `df::update<Rating>` does not compile, and the database
    // refuses this.
    try {
        boss.run(df::sql<"update ratings set stars = 5">());
    } catch (const df::protected_operation&) {
        out.line("two stars stay two: even by hand");
    }
    // Nobody deletes messages one by one: a rule of this program, for statements by hand as well.
    try {
        lee.run(df::bulk_erase<Message>(df::everything));
    } catch (const df::protected_operation& e) {
        out.line("refused: " + e.constraint());
    }
    try {
        lee.run(df::sql<"delete from messages">());
    } catch (const df::protected_operation& e) {
        out.line("refused by hand, too: " + e.constraint());
    }
}

// --- what the company's owner asks -----------------------------------------------------------------

struct Load {
    std::string agent;
    std::int64_t tickets{};
};

void reports(const company& desk, const std::string& name, pages& out) {
    out.heading(name + ": tickets");
    for (const auto& [t, c] :
         desk.run(df::list<Ticket>().join<&Ticket::customer>().order_by(field<&Ticket::number>)))
        out.line(t.number.value + " version " + std::to_string(t.version) + ", " +
                 std::string{df::name_of(t.status)} + ", from " + c.name + ": " + t.subject);
    for (const auto& t : desk.run(df::only_deleted(df::list<Ticket>())).records)
        out.line(t.number.value + " deleted: " + t.subject);

    out.heading(name + ": tickets of each agent");
    for (const auto& l : desk.run(df::aggregate<Ticket>()
                                      .join<&Ticket::agent>()
                                      .group_by(field<&Agent::name>.as<"agent">())
                                      .select<Load>(df::count().as<"tickets">())
                                      .order_by(df::item<"agent">)))
        out.line(l.agent + " " + std::to_string(l.tickets));

    out.heading(name + ": messages that speak of a printer");
    for (const auto& m : desk.run(df::list<Message>().where(df::search<Message>("printer"))).records)
        out.line(m.ticket.value + " " + m.sender + ": " + m.text);

    out.heading(name + ": versions of T-1");
    for (const auto& v : desk.run(df::history<Ticket>("T-1")))
        out.line(std::to_string(v.number) + " " + std::string{df::name_of(v.record.status)} +
                 (v.valid_to ? "" : ", now"));

    out.heading(name + ": who changed what");
    const auto log =
        desk.run(df::list<df::tenant_audit_record>()
                     .where(field<&df::tenant_audit_record::table_name>.in({"agents", "tickets"}) &&
                            field<&df::tenant_audit_record::actor> != "boss")
                     .order_by(field<&df::tenant_audit_record::id>));
    for (const auto& r : log.records)
        out.line(r.actor.value_or("?") + " " + std::string{df::name_of(r.operation)} + " " + r.table_name +
                 " " + r.record_key.value_or("?"));
    const auto found = df::verify_audit(desk);
    out.line(std::string{"the chain is "} + (found.ok() ? "whole" : "broken"));
}

int main() {
    try {
        database db;
        const df::write_protection rules{
            df::protect("messages stay").model<Message>().against(df::write_kind::erase)};
        db.protect(rules);
        for (const auto& t : {Topic{topic{"network"}, 4}, Topic{topic{"printing"}, 8}}) db.run(df::upsert(t));

        const std::array<std::string, 2> names{"acme", "globex"};
        std::vector<std::future<pages>> working;
        for (const auto& name : names)
            working.push_back(std::async(std::launch::async, [&db, name] {
                pages out;
                const company desk = db.tenant(name);
                if (desk.run(df::count<Agent>()) == 0) day(desk, name, out);
                reports(desk, name, out);
                return out;
            }));
        for (auto& w : working) std::fputs(w.get().text.c_str(), stdout);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "help_desk: %s\n", e.what());
        return 1;
    }
}
