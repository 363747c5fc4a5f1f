// A model as the opening of a database needs it.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/session_told.hpp>
#include <dataflow/schema/table.hpp>

#include <span>
#include <string>
#include <vector>

namespace dataflow {
class context;
namespace driver {
class connection;
} // namespace driver
namespace catalog {
struct table;
} // namespace catalog
} // namespace dataflow

namespace dataflow::database_ {

/// What looks after the full-text index of a table: database/detail/full_text.hpp. Only a model with the
/// option has one, so a program without one does not compile it.
struct full_text_keeper {
    /// Whether all that searches in this table need is there, as this version of the library makes it.
    /// `found`: the table; `words`: on SQLite, the table of its words, null where there is none.
    bool (*is_there)(context& c, const schema::table& t, const catalog::table& found,
                     const catalog::table* words);
    /// Makes it, out of the rows that are there. `found` is null where the table has just been made.
    void (*make)(context& c, const schema::table& t, const catalog::table* found,
                 const catalog::table* words);
};

struct trigger_change; // in database/trigger_change.hpp
struct described;
/// What looks after the triggers that write the audit log: dataflow/audit/audit.hpp. Only a model of the log
/// itself has one.
struct audit_keeper {
    /// The texts that make the triggers of all models what they should be; none where they are.
    std::vector<std::string> (*changes)(driver::connection& c, std::span<const described> models);
    /// The same in parts: of what the triggers of all tables call, and of one table.
    std::vector<std::string> (*called)(driver::connection& c);
    trigger_change (*of_table)(driver::connection& c, const schema::table& t);
    const driver::trigger_help* help; ///< for the connections
};
/// Whether a model is the audit log.
template <class M>
inline constexpr bool is_audit_log = false;
/// The keeper that comes with a model; of others there is none.
template <class M>
struct audit_kept_by {
    static constexpr const audit_keeper* keeper = nullptr;
};
/// What looks after the past versions of a table, likewise: database/detail/histories.hpp. Gives the texts
/// that make its triggers what they should be; `fresh`: the table of its past versions has just been made.
using history_keeper = std::vector<std::string>(driver::connection& c, const schema::table& t, bool fresh);

/// What looks after the triggers that refuse writes, likewise: database/detail/protections.hpp. `unwanted`:
/// those that no option wants go, too.
using protection_keeper = trigger_change(driver::connection& c, const schema::table& t, bool unwanted);

/// A model as this room needs it: its table, and a default-constructed record for the defaults.
struct described {
    const schema::table* table;
    const void* prototype;
    constant_list<field_access> fields;
    const full_text_keeper* search = nullptr;
    const audit_keeper* audit = nullptr;
    history_keeper* history = nullptr;
    protection_keeper* protection = nullptr;
};

} // namespace dataflow::database_
