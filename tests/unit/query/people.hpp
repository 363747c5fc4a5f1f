// The model of the tests of filters: a column of every type, with and without NULL.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace people {

namespace df = dataflow;
using df::field;

enum class color : std::uint8_t { red, green, blue };

struct Person {
    df::id<Person> id{};
    std::string name;
    std::optional<std::string> nick{};
    int age{};
    std::optional<int> score{};
    std::optional<std::int64_t> rank{};
    double height{};
    bool active = true;
    color shade = color::green;
    df::timestamp seen{};
    df::date born{};
    df::uuid token{};
    std::optional<df::id<Person>> parent{};

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"}, {"name", "age"})};
};

} // namespace people
