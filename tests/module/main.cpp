// A program that imports the library. The standard headers that it uses itself come before the import.
#include <iostream>
#include <optional>
#include <string>
#include <vector>

import dataflow;

namespace df = dataflow;
using df::field;

struct Place {
    std::string city;
    int floor = 0;
};
struct Author {
    df::id<Author> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Book {
    df::id<Book> id{};
    df::id<Author> author_id{};
    std::string title;
    std::optional<int> year{};
    df::json<Place> place{};
};

#ifdef DATAFLOW_VERSION_MAJOR
#error "an import gives no macros"
#endif

#if __clang_major__ >=                                                                                       \
    19 // before, what is imported and what is included are two things: see cmake/dataflow.cppm
std::string kind_by_the_header(const df::error& of); // in header.cpp
#else
std::string kind_by_the_header(const df::error& of) {
    return of.kind() == df::error_kind::unique_violation ? "unique_violation" : of.what();
}
#endif

int main() {
    std::cout << "dataflow " << df::version << '\n';
    constexpr auto listed = df::sql_of<df::postgres>(df::count<Book>().where(field<&Book::year> > 1973));
    if (listed != "SELECT count(*) FROM \"books\" WHERE \"year\" > $1") return 1;
    try {
        df::database<Author, Book> db{"sqlite::memory:"};
        const auto author = db.run(df::create(Author{.name = "Le Guin"}));
        db.run(df::create(Book{.author_id = author.id,
                               .title = "The Dispossessed",
                               .year = 1974,
                               .place = Place{"Anarres", 3}}));
        const auto list = df::list<Book>()
                              .where(field<&Book::year> > 1973 && field<&Book::title>.starts_with("The"))
                              .order_by(df::desc(field<&Book::title>));
        if (db.run(list).records.size() != 1) return 2;
        if (db.run(df::count<Book>().where(field<&Book::place>.at<&Place::floor> == 3)) != 1) return 3;
        if (db.run(df::count<Book>().where(df::lower(field<&Book::title>) == "the dispossessed")) != 1)
            return 4;
        db.run(df::bulk_create(std::vector<Book>(10, Book{.author_id = author.id, .title = "x"})));
        if (db.run(df::count<Book>()) != 11) return 5;
        db.transaction(
            [&](auto& step) { step.run(df::update<Author>(author.id, field<&Author::name> = "Ursula")); });
        if (df::to_json(Place{"Anarres", 3}) != R"({"city":"Anarres","floor":3})") return 6;
        db.run(df::create(Author{.name = "Ursula"}));
    } catch (const df::error& e) {
        std::cout << kind_by_the_header(e) << '\n';
        return 0;
    }
    return 7;
}
