// The operations as SOCI does them best: statements that are prepared once, bound to members that stay.
#pragma once

#include "harness.hpp"
#include "model.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace soci {
extern "C" void register_factory_sqlite3(); // its header cannot stand beside sqlite3.h
} // namespace soci

namespace bench {

class peer_soci {
  public:
    static constexpr const char* name = "soci";

    /// "sqlite3" and the path of a file, or "postgresql" and a URL; the tables are there.
    peer_soci(const std::string& backend, const std::string& place)
        : session_(backend, backend == "sqlite3" ? "dbname=" + place + " timeout=30" : place),
          returning_(backend == "postgresql"),
          insert_(returning_ ? (session_.prepare << insert_text + " RETURNING id", soci::use(in_.name),
                                soci::use(in_.email), soci::use(in_.age), soci::use(in_.active),
                                soci::use(in_.score), soci::into(key_))
                             : (session_.prepare << insert_text, soci::use(in_.name), soci::use(in_.email),
                                soci::use(in_.age), soci::use(in_.active), soci::use(in_.score))),
          read_((session_.prepare << select_text + " WHERE id = :id", soci::use(key_), soci::into(out_.id),
                 soci::into(out_.name), soci::into(out_.email), soci::into(out_.age), soci::into(out_.active),
                 soci::into(out_.score))),
          list_((
              session_.prepare
                  << select_text +
                         " WHERE active = :active AND age >= :age AND score < :score ORDER BY id LIMIT :most",
              soci::use(in_.active), soci::use(in_.age), soci::use(in_.score), soci::use(most_),
              soci::into(out_.id), soci::into(out_.name), soci::into(out_.email), soci::into(out_.age),
              soci::into(out_.active), soci::into(out_.score))),
          scan_((session_.prepare << select_text + " ORDER BY id", soci::into(out_.id), soci::into(out_.name),
                 soci::into(out_.email), soci::into(out_.age), soci::into(out_.active),
                 soci::into(out_.score))) {
        if (returning_) return;
        for (const char* text :
             {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON"})
            session_ << text;
    }

    void begin() { session_.begin(); }
    void commit() { session_.commit(); }

    void create(User& u) {
        set(u);
        insert_.execute(true);
        if (returning_) u.id.value = key_;
        else {
            long long key = 0;
            if (!session_.get_last_insert_id("users", key)) stop("SOCI: no key");
            u.id.value = key;
        }
    }
    [[nodiscard]] bool read(std::int64_t id, User& to) {
        key_ = id;
        if (!read_.execute(true)) return false;
        get(to);
        read_.fetch(); // to the end: on SQLite a statement that is not done keeps its read transaction open
        return true;
    }
    [[nodiscard]] std::vector<User> list(bool active, int age, double score, int limit) {
        in_.active = active ? 1 : 0;
        in_.age = age;
        in_.score = score;
        most_ = limit;
        std::vector<User> to;
        to.reserve(static_cast<std::size_t>(limit));
        all(list_, to);
        return to;
    }
    [[nodiscard]] std::vector<User> scan() {
        std::vector<User> to;
        all(scan_, to);
        return to;
    }
    void bulk_create(const std::vector<User>& rows) {
        begin();
        for (const auto& u : rows) {
            set(u);
            insert_.execute(true);
        }
        commit();
    }

  private:
    /// SOCI 4.0 knows no bool, and no keys of a type of their own.
    struct flat {
        long long id = 0;
        std::string name;
        std::string email;
        int age = 0;
        int active = 0;
        double score = 0;
    };
    inline static const std::string insert_text =
        "INSERT INTO users (name, email, age, active, score) VALUES (:name, :email, :age, :active, :score)";
    inline static const std::string select_text = "SELECT id, name, email, age, active, score FROM users";

    void set(const User& u) {
        in_.name = u.name;
        in_.email = u.email;
        in_.age = u.age;
        in_.active = u.active ? 1 : 0;
        in_.score = u.score;
    }
    void get(User& to) const {
        to.id.value = out_.id;
        to.name = out_.name;
        to.email = out_.email;
        to.age = out_.age;
        to.active = out_.active != 0;
        to.score = out_.score;
    }
    void all(soci::statement& s, std::vector<User>& to) {
        s.execute();
        while (s.fetch()) get(to.emplace_back());
    }

    flat in_;
    flat out_;
    long long key_ = 0;
    int most_ = 0;
    soci::session session_;
    bool returning_;
    soci::statement insert_, read_, list_, scan_;
};

} // namespace bench
