#include "sqlite/connection.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

namespace amaneku::sqlite {

namespace {

[[noreturn]] void fail(const std::string& path, sqlite3* handle) {
    throw Error{Errc::output, path,
                fmt::format("cannot be written: {}",
                            handle == nullptr ? "no memory for the database" : sqlite3_errmsg(handle))};
}

}  // namespace

struct Connection::State {
    std::string path;
    sqlite3* handle = nullptr;
};

Connection::Connection(const std::string& path) : m_state{std::make_unique<State>()} {
    m_state->path = path;
    const int status =
        sqlite3_open_v2(path.c_str(), &m_state->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (status != SQLITE_OK) {
        const Error error{Errc::output, path,
                          fmt::format("cannot be opened as a database: {}", sqlite3_errstr(status))};
        sqlite3_close(m_state->handle);
        throw error;
    }
    run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
        "PRAGMA cache_size = -16384");
}

Connection::~Connection() {
    sqlite3_close_v2(m_state->handle);
}

void Connection::run(const std::string& sql) {
    if (sqlite3_exec(m_state->handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(m_state->path, m_state->handle);
}

void Connection::close() {
    if (sqlite3_close(m_state->handle) != SQLITE_OK) fail(m_state->path, m_state->handle);
    m_state->handle = nullptr;
}

struct Statement::State {
    std::string path;
    sqlite3* handle = nullptr;
    sqlite3_stmt* statement = nullptr;

    void check(int status) const {
        if (status != SQLITE_OK) fail(path, handle);
    }
};

Statement::Statement(Connection& connection, std::string_view sql) : m_state{std::make_unique<State>()} {
    m_state->path = connection.m_state->path;
    m_state->handle = connection.m_state->handle;
    m_state->check(sqlite3_prepare_v2(m_state->handle, sql.data(), static_cast<int>(sql.size()),
                                      &m_state->statement, nullptr));
}

Statement::~Statement() {
    sqlite3_finalize(m_state->statement);
}

void Statement::bind(int parameter, std::int64_t value) {
    m_state->check(sqlite3_bind_int64(m_state->statement, parameter, value));
}

void Statement::bind(int parameter, double value) {
    m_state->check(sqlite3_bind_double(m_state->statement, parameter, value));
}

void Statement::bind(int parameter, std::string_view text) {
    m_state->check(sqlite3_bind_text64(m_state->statement, parameter, text.empty() ? "" : text.data(),
                                       text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int parameter, std::span<const std::byte> blob) {
    m_state->check(
        sqlite3_bind_blob64(m_state->statement, parameter, blob.data(), blob.size(), SQLITE_STATIC));
}

void Statement::bind_null(int parameter) {
    m_state->check(sqlite3_bind_null(m_state->statement, parameter));
}

bool Statement::step() {
    const int status = sqlite3_step(m_state->statement);
    if (status == SQLITE_ROW) return true;
    if (status != SQLITE_DONE) fail(m_state->path, m_state->handle);
    return false;
}

std::string_view Statement::text(int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_state->statement, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(m_state->statement, column))};
}

void Statement::run() {
    while (step()) {
    }
    m_state->check(sqlite3_reset(m_state->statement));
}

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

}  // namespace amaneku::sqlite
