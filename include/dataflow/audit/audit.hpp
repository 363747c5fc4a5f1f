// The audit log: `.audit_log = true` in a model's options, `df::database<Customer, df::audit_record>`,
// `df::list<df::audit_record>()`, `df::verify_audit(db)`, `df::purge_audit(db, df::older_than(...))`. It
// needs OpenSSL's libcrypto. See docs/audit.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/audit/keeper.hpp>
#include <dataflow/audit/purge.hpp>
#include <dataflow/audit/record.hpp>
#include <dataflow/audit/report.hpp>
#include <dataflow/audit/verify.hpp>

#include <dataflow/core/leave.hpp> // last
