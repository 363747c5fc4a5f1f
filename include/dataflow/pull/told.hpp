// What is to be told of a pull besides its header: what could not be read.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/pull/planned.hpp>

#include <string>
#include <vector>

namespace dataflow::pull {

struct told {
    std::vector<std::string> lines{}; ///< of what was not read, or not wholly
    bool failed = false;              ///< there is nothing to write a header of
};

/// Tells of the tables that are pulled what the user may not read of them. Where there is none at all, tells
/// why.
[[nodiscard]] inline told told_of(const plan& of) {
    told out;
    const auto gap = [&](const catalog::table& t) {
        if (!t.gap.empty())
            out.lines.push_back(std::string{t.schema} + "." + std::string{t.name} + ": " +
                                std::string{t.gap});
    };
    for (const auto& m : of.models) gap(*m.table);
    for (const auto& t : of.left_out)
        out.lines.push_back(std::string{t.table->schema} + "." + std::string{t.table->name} +
                            " is left out: " + t.why);
    for (const auto& pattern : of.unmatched)
        out.lines.push_back("no table fits " + pattern + ", which was asked for");
    for (const auto schema : of.of->closed_schemas)
        out.lines.push_back("the schema " + std::string{schema} + ": the user may not use it");
    out.failed = of.models.empty();
    if (!out.failed) return out;
    if (!of.of->tables.empty() && of.left_out.empty() && of.unmatched.empty())
        out.lines.emplace_back("none of the tables that were found fits the patterns");
    else if (of.of->tables.empty())
        out.lines.emplace_back("there are no tables in the database, or in the schemas that were named, that "
                               "the user may see");
    return out;
}

} // namespace dataflow::pull
