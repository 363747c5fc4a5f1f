// The audit log, read as a program that nobody trusts would read it: played back, it gives the table.
#pragma once

#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace audited {

namespace df = dataflow;

/// The members of a flat JSON object, each as it is written.
inline std::map<std::string, std::string> members(std::string_view json) {
    std::map<std::string, std::string> out;
    std::string name, part;
    bool quoted = false, named = false;
    int depth = 0;
    const auto keep = [&] {
        while (!part.empty() && part.front() == ' ') part.erase(0, 1);
        if (named) out[name.substr(1, name.size() - 2)] = part;
        part.clear();
        named = false;
    };
    for (std::size_t i = 1; i + 1 < json.size(); ++i) {
        const char c = json[i];
        if (quoted && c == '\\') part += c, part += json[++i];
        else {
            if (c == '"') quoted = !quoted;
            if (!quoted && (c == '[' || c == '{')) ++depth;
            if (!quoted && (c == ']' || c == '}')) --depth;
            if (!quoted && depth == 0 && c == ':' && !named) {
                while (part.front() == ' ') part.erase(0, 1);
                name = part, part.clear(), named = true;
            } else if (!quoted && depth == 0 && c == ',') keep();
            else part += c;
        }
    }
    keep();
    return out;
}

using row = std::map<std::string, std::string>;
/// Rows by their keys.
using rows = std::map<std::string, row>;

/// Plays the records of a table back, and checks that each one fits what came before.
template <class Records>
rows replay(const Records& log, std::string_view table) {
    rows out;
    for (const auto& r : log) {
        if (r.table_name != table) continue;
        const auto key = r.record_key.value_or("?");
        const auto before = members(r.before.value_or("{}")), after = members(r.after.value_or("{}"));
        switch (r.operation) {
        case df::audit_operation::created:
            EXPECT_FALSE(r.before.has_value());
            EXPECT_TRUE(out.emplace(key, after).second) << key;
            break;
        case df::audit_operation::updated:
            EXPECT_TRUE(out.contains(key)) << key;
            EXPECT_EQ(before.size(), after.size());
            for (const auto& [name, text] : before) {
                EXPECT_EQ(out[key][name], text) << key << " " << name;
                EXPECT_EQ(text == after.at(name), text == "\"(secret)\"") << name;
                out[key][name] = after.at(name);
            }
            break;
        case df::audit_operation::deleted:
            EXPECT_FALSE(r.after.has_value());
            EXPECT_EQ(out[key], before) << key;
            out.erase(key);
            break;
        case df::audit_operation::truncated: out.clear(); break;
        case df::audit_operation::purged: break;
        }
    }
    return out;
}

} // namespace audited
