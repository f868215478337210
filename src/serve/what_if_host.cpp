#include "serve/what_if_host.hpp"

#include "core/weight.hpp"
#include "gdal/connection_name.hpp"
#include "io/config_reader.hpp"
#include "serve/problem.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <new>
#include <utility>

namespace amaneku::serve {

namespace {

/// Thrown through the run when the server stops.
struct Stopped {};

/// What the tables beside the rates need is of no use here.
Config only_rates(Config config, const ResultFolder& result) {
    config.as_of = result.as_of;  // of a configuration without a date: that of the run, not today
    config.targets.reset();
    config.projection.reset();
    config.gaps.reset();
    config.places.clear();
    config.lines.clear();
    config.combinations.reset();
    config.equity.reset();
    config.mesh_kpis.clear();
    config.plan.reset();
    config.sensitivity.reset();
    config.earlier_run.clear();
    return config;
}

Config read_run_config(const ResultFolder& result, const std::string& file) {
    if (file.empty())
        throw Error{
            Errc::input, "what-if",
            "it is not known from which configuration the results were made (timing.json is missing or "
            "of an earlier version): start with --config FILE"};
    if (!std::filesystem::exists(file))
        throw Error{Errc::input, file, "the configuration of the run is not there: start with --config FILE"};
    Config config = io::read_config(file);
    if (gdal::without_password(config.text) != result.configuration)
        throw Error{Errc::input, file,
                    "has changed since the run: run it again, or start with --config and the file as it was"};
    return only_rates(std::move(config), result);
}

/// The inputs that were read now must be those of the run.
void check_inputs(const RunResult& run, const ResultFolder& result) {
    for (const InputFile& input : run.inputs) {
        const auto same = [&](const ResultInput& known) {
            // A file is the same wherever it lies; what is no file has a name alone.
            const bool is_named = !input.sha256.empty() || known.path == input.path;
            return known.role == input.role && is_named && known.sha256 == input.sha256;
        };
        if (!std::any_of(result.inputs.begin(), result.inputs.end(), same))
            throw Error{Errc::input, input.path,
                        fmt::format("({}) is not the file that the results were made from: it has changed, "
                                    "or files came or went; run again",
                                    input.role)};
    }
}

/// The figures too, lest another version of the program counts otherwise.
void check_figures(const RunResult& run, const ResultFolder& result) {
    const auto nation = result.area("00", "nation");
    if (!nation) throw Error{Errc::input, "coverage.csv", "is missing or cannot be used: run again"};
    const ResultArea& area = result.areas[*nation];
    for (std::size_t i = area.first; i < area.first + area.count; ++i) {
        const CoverageLine& line = result.coverage[i];
        const std::size_t w = weight_index(run.population, result.weights[line.weight]);
        const auto rule = std::find_if(rules.begin(), rules.end(),
                                       [&](Rule r) { return rule_id(r) == result.rules[line.rule]; });
        bool is_same = line.service < run.measures.services.size() &&
                       w < run.population.weight_names.size() && rule != rules.end();
        if (is_same) {
            const std::uint32_t layer = run.measures.services[line.service].combined + line.provider;
            is_same = run.nation_coverage.at(0, w, layer, *rule) == line.covered &&
                      run.nation_coverage.counted(0, w, layer) == line.total;
        }
        if (!is_same)
            throw Error{Errc::input, "coverage.csv",
                        "has other figures than the same configuration and inputs give now: run again"};
    }
}

std::string sentence(const Error& error) {
    return error.where().empty() ? std::string{error.what()}
                                 : fmt::format("{}: {}", error.where(), error.what());
}

}  // namespace

WhatIfHost::WhatIfHost(std::string reason) {
    m_status.reason = std::move(reason);
}

WhatIfHost::WhatIfHost(const ResultFolder& result, std::string config_file, MakeEngine make,
                       std::function<void(const Status&)> told)
    : m_told{std::move(told)} {
    m_status.state = State::preparing;
    m_thread = std::jthread{[this, &result, file = std::move(config_file), engine = std::move(make)](
                                const std::stop_token& stop) { prepare(stop, result, file, engine); }};
}

WhatIfHost::~WhatIfHost() {
    stop();
}

void WhatIfHost::stop() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void WhatIfHost::set(State state, std::string reason) {
    Status now;
    {
        const std::lock_guard lock{m_status_mutex};
        m_status.state = state;
        m_status.reason = std::move(reason);
        now = m_status;
    }
    m_told(now);
}

void WhatIfHost::prepare(const std::stop_token& stop, const ResultFolder& result,
                         const std::string& config_file, const MakeEngine& make) {
    try {
        const Config config = read_run_config(result, config_file);
        auto engine = make(config, [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
            if (stop.stop_requested()) throw Stopped{};
            const std::lock_guard lock{m_status_mutex};
            m_status.stage = stage;
            m_status.done = done;
            m_status.total = total;
        });
        check_inputs(engine->run(), result);
        check_figures(engine->run(), result);
        auto session = std::make_unique<WhatIfSession>(std::move(engine));
        {
            const std::lock_guard lock{m_session_mutex};
            m_session = std::move(session);
        }
        set(State::ready, "");
    } catch (const Stopped&) {
        return;
    } catch (const Error& error) {
        if (error.code() == Errc::interrupted || error.code() == Errc::terminated) return;
        set(State::refused, sentence(error));
    } catch (const std::bad_alloc&) {
        set(State::refused, "there is not enough memory for what-if");
    } catch (const std::exception& error) {
        set(State::refused, fmt::format("what-if failed: {}", error.what()));
    }
}

WhatIfHost::Status WhatIfHost::status() const {
    Status out;
    {
        const std::lock_guard lock{m_status_mutex};
        out = m_status;
    }
    if (out.state != State::ready) return out;
    const std::lock_guard lock{m_session_mutex};
    out.revision = m_session->revision();
    out.edits = m_session->changed_sites().size();
    out.steps = m_session->steps();
    return out;
}

WhatIfSession& WhatIfHost::ready() {
    if (m_session) return *m_session;
    const std::lock_guard lock{m_status_mutex};
    if (m_status.state == State::preparing)
        throw Problem{503,
                      "not-ready",
                      "what-if is still being prepared: api/status tells when it is ready",
                      {},
                      {{"Retry-After", "2"}}};
    throw Problem{403, "what-if-off", m_status.reason, {}, {}};
}

}  // namespace amaneku::serve
