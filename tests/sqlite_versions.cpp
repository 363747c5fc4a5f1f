// What a program is told by SQLite libraries that lack something; built and run by sqlite_versions.sh.
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace df = dataflow;
using df::field;

struct Specs {
    int watts{};
};
struct Lamp {
    df::id<Lamp> id{};
    std::string name;
    std::vector<std::string> tags{};
    df::json<Specs> specs{};
};

int main() try {
    df::database<Lamp> db{"sqlite::memory:"};
    db.run(df::create(Lamp{.name = "desk", .tags = {"warm", "small"}, .specs = {Specs{40}}}));
    std::cout << db.run(df::count<Lamp>().where(field<&Lamp::tags>.contains("warm"))) << " with a tag\n";
    try {
        std::cout << db.run(df::list<Lamp>().right_join<Lamp>(
                                df::as<"other">, df::of<"other">(field<&Lamp::name>) == field<&Lamp::name>))
                         .size()
                  << " joined\n";
    } catch (const df::error& e) {
        std::cout << e.what() << '\n';
    }
    std::cout << db.run(df::count<Lamp>().where(field<&Lamp::specs>.at<&Specs::watts> > 30))
              << " with a place\n";
} catch (const df::error& e) {
    std::cout << e.what() << '\n';
}
