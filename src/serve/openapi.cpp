#include "serve/openapi.hpp"

namespace amaneku::serve {

namespace {

// The one place where the API is described; a test asks every path of it and checks the answers.
// clang-format off
constexpr const char* document = R"json({
 "openapi": "3.0.3",
 "info": {
  "title": "amaneku serve",
  "version": "1",
  "description": "Results of a run: areas, rates, gaps, cells, files, vector tiles, and what-if. Amounts are exact decimals of people or households, rates percent as printed (null where nobody is counted), places longitude before latitude in degrees. One scenario a server: everybody who asks sees and changes the same. Every error is {\"error\": {code, message, field}}."
 },
 "paths": {
  "/api/status": {
   "get": {
    "summary": "What is served, what of it is missing, and the state of what-if",
    "responses": {"200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Status"}}}}}
   }
  },
  "/": {
   "get": {
    "summary": "The page, report.html; where there is none a page that says how to make it",
    "responses": {"200": {"description": "HTML", "content": {"text/html": {"schema": {"type": "string", "format": "binary"}}}}}
   }
  },
  "/api/zones": {
   "get": {
    "summary": "Areas with people and rates",
    "parameters": [
     {"name": "level", "in": "query", "schema": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]}},
     {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "part of a name, or the beginning of a code"}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Areas"}}}},
     "400": {"description": "bad value", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/zones/{code}": {
   "get": {
    "summary": "One area with all its rates, flags and its row of the tables",
    "parameters": [
     {"name": "code", "in": "path", "required": true, "schema": {"type": "string"}},
     {
      "name": "level",
      "in": "query",
      "schema": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]},
      "description": "where a code is of several levels"
     }
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AreaDetail"}}}},
     "404": {"description": "no such area", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/rates": {
   "get": {
    "summary": "Lines of coverage.csv",
    "parameters": [
     {"name": "level", "in": "query", "schema": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]}},
     {"name": "code", "in": "query", "schema": {"type": "string"}},
     {"name": "service", "in": "query", "schema": {"type": "string"}},
     {"name": "provider", "in": "query", "schema": {"type": "string"}},
     {"name": "weight", "in": "query", "schema": {"type": "string"}},
     {"name": "rule", "in": "query", "schema": {"type": "string"}},
     {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
     {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 1000}}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Rates"}}}},
     "400": {"description": "bad value", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/gaps": {
   "get": {
    "summary": "Whole gaps of gaps.csv",
    "parameters": [
     {"name": "service", "in": "query", "schema": {"type": "string"}},
     {"name": "code", "in": "query", "schema": {"type": "string"}, "description": "a municipality that has a part of it"},
     {"name": "bbox", "in": "query", "schema": {"type": "string"}, "description": "west,south,east,north of its heart"},
     {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
     {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 1000}}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gaps"}}}},
     "404": {"description": "the run looked for none", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/cell": {
   "get": {
    "summary": "The cell at a place",
    "parameters": [
     {"name": "lon", "in": "query", "schema": {"type": "number"}, "required": true},
     {"name": "lat", "in": "query", "schema": {"type": "number"}, "required": true}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cell"}}}},
     "400": {"description": "bad value", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "404": {"description": "no cell here", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/cells/{code}": {
   "get": {
    "summary": "A cell by its code",
    "parameters": [{"name": "code", "in": "path", "required": true, "schema": {"type": "string"}}],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cell"}}}},
     "404": {"description": "no such cell", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/export": {
   "get": {
    "summary": "Files of the result",
    "responses": {"200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Files"}}}}}
   }
  },
  "/api/export/{name}": {
   "get": {
    "summary": "A file of the result, to be saved",
    "parameters": [{"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
    "responses": {
     "200": {
      "description": "the file; Range and If-None-Match are understood",
      "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
     },
     "404": {"description": "no such file", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/tiles.json": {
   "get": {
    "summary": "TileJSON 3.0.0 of the tiles",
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TileJson"}}}},
     "404": {"description": "no layers", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/tiles/{z}/{x}/{y}.mvt": {
   "get": {
    "summary": "A vector tile of the run (not of the scenario), made on the fly",
    "parameters": [
     {"name": "z", "in": "path", "required": true, "schema": {"type": "integer"}},
     {"name": "x", "in": "path", "required": true, "schema": {"type": "integer"}},
     {"name": "y", "in": "path", "required": true, "schema": {"type": "integer"}}
    ],
    "responses": {
     "200": {"description": "the tile", "content": {"application/vnd.mapbox-vector-tile": {"schema": {"type": "string", "format": "binary"}}}},
     "204": {"description": "nothing is there"},
     "404": {"description": "no such tile", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/sites": {
   "get": {
    "summary": "Sites in a box, as the scenario has them",
    "parameters": [
     {"name": "bbox", "in": "query", "schema": {"type": "string"}, "description": "west,south,east,north", "required": true},
     {"name": "provider", "in": "query", "schema": {"type": "string"}},
     {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 2000}},
     {"name": "removed", "in": "query", "schema": {"type": "boolean"}, "description": "those removed too"}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sites"}}}},
     "400": {"description": "bad value", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {
      "description": "what-if is off or refused: message says why",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/what-if": {
   "get": {
    "summary": "The scenario: what differs from the run",
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WhatIf"}}}},
     "403": {
      "description": "what-if is off or refused: message says why",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   },
   "post": {
    "summary": "Applies edits, all together",
    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EditRequest"}}}},
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}},
     "400": {"description": "bad JSON or a bad value; field names it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {
      "description": "what-if is off or refused: message says why; or asked from another origin",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "409": {"description": "the scenario has moved on", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "413": {"description": "more than 1 MiB", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "415": {"description": "not application/json", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "422": {
      "description": "the engine refuses: unknown provider or site, no footprint; nothing is changed",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     }
    }
   }
  },
  "/api/what-if/cells": {
   "get": {
    "summary": "Cells that differ from the run",
    "parameters": [
     {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
     {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 20000, "default": 20000}}
    ],
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CellChanges"}}}},
     "403": {
      "description": "what-if is off or refused: message says why",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/what-if/undo": {
   "post": {
    "summary": "Takes the last step back",
    "requestBody": {"required": false, "content": {"application/json": {"schema": {"type": "object", "additionalProperties": false}}}},
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}},
     "400": {"description": "bad JSON or a bad value; field names it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {
      "description": "what-if is off or refused: message says why; or asked from another origin",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "409": {"description": "nothing to undo", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "413": {"description": "more than 1 MiB", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "415": {"description": "not application/json", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/what-if/reset": {
   "post": {
    "summary": "Back to the run",
    "requestBody": {"required": false, "content": {"application/json": {"schema": {"type": "object", "additionalProperties": false}}}},
    "responses": {
     "200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}},
     "400": {"description": "bad JSON or a bad value; field names it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {
      "description": "what-if is off or refused: message says why; or asked from another origin",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "409": {"description": "the scenario has moved on", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "413": {"description": "more than 1 MiB", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "415": {"description": "not application/json", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/what-if/scenario": {
   "get": {
    "summary": "The edits as a file that amaneku run --scenario reads",
    "parameters": [
     {"name": "title", "in": "query", "schema": {"type": "string"}},
     {"name": "name", "in": "query", "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"}}
    ],
    "responses": {
     "200": {"description": "TOML", "content": {"application/toml": {"schema": {"type": "string", "format": "binary"}}}},
     "409": {"description": "no edits", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {
      "description": "what-if is off or refused: message says why",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
     },
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/api/what-if/save": {
   "post": {
    "summary": "Writes the scenario file into the folder scenarios of the results (--writable)",
    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SaveRequest"}}}},
    "responses": {
     "201": {"description": "written", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Saved"}}}},
     "400": {"description": "bad JSON or a bad value; field names it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "403": {"description": "not --writable, or what-if is off", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "409": {"description": "the file is there, or no edits", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "413": {"description": "more than 1 MiB", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "415": {"description": "not application/json", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
     "503": {"description": "still being prepared", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  },
  "/openapi.json": {
   "get": {"summary": "This description", "responses": {"200": {"description": "OpenAPI", "content": {"application/json": {"schema": {"type": "object"}}}}}}
  },
  "/{name}": {
   "get": {
    "summary": "A file of the result by its name (coverage.pmtiles with Range)",
    "parameters": [{"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
    "responses": {
     "200": {"description": "the file", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
     "404": {"description": "no such file", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    }
   }
  }
 },
 "components": {
  "schemas": {
   "Error": {
    "type": "object",
    "properties": {
     "error": {
      "type": "object",
      "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "field": {"type": "string"}},
      "required": ["code", "message"]
     }
    },
    "required": ["error"]
   },
   "Status": {
    "type": "object",
    "properties": {
     "format": {"type": "integer"},
     "program": {"type": "string"},
     "made_by": {"type": "string"},
     "title": {"type": "string"},
     "as_of": {"type": "string", "format": "date"},
     "language": {"type": "string"},
     "warnings": {"type": "array", "items": {"type": "string"}},
     "weights": {"type": "array", "items": {"type": "string"}},
     "rules": {"type": "array", "items": {"type": "string"}},
     "services": {"type": "array", "items": {"$ref": "#/components/schemas/Service"}},
     "parts": {
      "type": "object",
      "properties": {
       "page": {"type": "boolean"},
       "zones": {"type": "boolean"},
       "gaps": {"type": "boolean"},
       "cells": {"type": "boolean", "nullable": true},
       "tiles": {"type": "boolean", "nullable": true}
      },
      "required": ["page", "zones", "gaps", "cells", "tiles"],
      "description": "null: still being read"
     },
     "tiles": {
      "type": "object",
      "properties": {"available": {"type": "boolean", "nullable": true}, "minzoom": {"type": "integer"}, "maxzoom": {"type": "integer"}},
      "required": ["available", "minzoom", "maxzoom"]
     },
     "what_if": {"$ref": "#/components/schemas/WhatIfStatus"}
    },
    "required": ["format", "program", "made_by", "title", "as_of", "language", "warnings", "weights", "rules", "services", "parts", "tiles", "what_if"]
   },
   "Service": {
    "type": "object",
    "properties": {
     "id": {"type": "string"},
     "name": {"type": "string"},
     "profile": {"type": "string"},
     "weight": {"type": "string"},
     "rule": {"type": "string"},
     "decimals": {"type": "integer"},
     "providers": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}, "required": ["id", "name"]}}
    },
    "required": ["id", "name", "profile", "weight", "rule", "decimals", "providers"]
   },
   "WhatIfStatus": {
    "type": "object",
    "properties": {
     "available": {"type": "boolean"},
     "state": {"type": "string", "enum": ["off", "preparing", "ready", "refused"]},
     "reason": {"type": "string", "nullable": true},
     "progress": {
      "type": "object",
      "properties": {"stage": {"type": "string"}, "done": {"type": "integer"}, "total": {"type": "integer"}},
      "required": ["stage", "done", "total"],
      "nullable": true
     },
     "revision": {"type": "integer"},
     "edits": {"type": "integer"},
     "undo": {"type": "integer"},
     "can_save": {"type": "boolean"},
     "longest_radius_m": {"type": "number"},
     "providers": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "provider": {"type": "string", "description": "service/provider"},
        "service": {"type": "string"},
        "name": {"type": "string"},
        "sites": {"type": "integer"},
        "radius_m": {"type": "number"}
       },
       "required": ["provider", "service", "name", "sites", "radius_m"]
      }
     }
    },
    "required": ["available", "state", "reason", "progress", "revision", "edits", "undo", "can_save", "longest_radius_m", "providers"]
   },
   "Area": {
    "type": "object",
    "properties": {
     "level": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]},
     "code": {"type": "string"},
     "name": {"type": "string"},
     "prefecture": {"type": "string", "nullable": true},
     "people": {"type": "object", "additionalProperties": {"type": "number"}},
     "rates": {
      "type": "object",
      "additionalProperties": {"type": "number", "nullable": true},
      "description": "by service: percent, by its own weight and rule"
     }
    },
    "required": ["level", "code", "name", "prefecture", "people", "rates"]
   },
   "Areas": {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "zones": {"type": "array", "items": {"$ref": "#/components/schemas/Area"}}},
    "required": ["count", "zones"]
   },
   "AreaDetail": {
    "allOf": [
     {"$ref": "#/components/schemas/Area"},
     {
      "type": "object",
      "properties": {
       "coverage": {"type": "array", "items": {"$ref": "#/components/schemas/Rate"}},
       "flags": {
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "service": {"type": "string"},
          "flag": {"type": "string"},
          "reason": {"type": "object", "properties": {"ja": {"type": "string"}, "en": {"type": "string"}}, "required": ["ja", "en"]}
         },
         "required": ["service", "flag", "reason"]
        }
       },
       "table": {"type": "object", "additionalProperties": {"type": "string"}, "nullable": true}
      },
      "required": ["coverage", "flags", "table"]
     }
    ]
   },
   "Rate": {
    "type": "object",
    "properties": {
     "level": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]},
     "code": {"type": "string"},
     "name": {"type": "string"},
     "service": {"type": "string"},
     "provider": {"type": "string", "description": "* is the service as a whole"},
     "weight": {"type": "string"},
     "rule": {"type": "string"},
     "total": {"type": "number"},
     "covered": {"type": "number"},
     "uncovered": {"type": "number"},
     "rate": {"type": "number", "nullable": true},
     "exact_rate": {"type": "number", "nullable": true}
    },
    "required": ["level", "code", "name", "service", "provider", "weight", "rule", "total", "covered", "uncovered", "rate", "exact_rate"]
   },
   "Rates": {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "offset": {"type": "integer"}, "rates": {"type": "array", "items": {"$ref": "#/components/schemas/Rate"}}},
    "required": ["count", "offset", "rates"]
   },
   "Gaps": {
    "type": "object",
    "properties": {
     "count": {"type": "integer"},
     "offset": {"type": "integer"},
     "gaps": {"type": "array", "items": {"type": "object", "description": "the columns of gaps.csv"}}
    },
    "required": ["count", "offset", "gaps"]
   },
   "CellService": {
    "type": "object",
    "properties": {
     "service": {"type": "string"},
     "fraction": {"type": "number", "nullable": true},
     "covered": {"type": "boolean", "nullable": true},
     "providers": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {"provider": {"type": "string"}, "fraction": {"type": "number", "nullable": true}},
       "required": ["provider", "fraction"]
      }
     },
     "gap": {"type": "string", "nullable": true}
    },
    "required": ["service", "fraction", "covered", "providers", "gap"]
   },
   "Cell": {
    "type": "object",
    "properties": {
     "code": {"type": "string"},
     "row": {"type": "integer"},
     "column": {"type": "integer"},
     "at": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
     "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
     "weights": {"type": "object", "additionalProperties": {"type": "number", "nullable": true}},
     "estimated": {"type": "boolean"},
     "zone": {
      "type": "object",
      "properties": {
       "code": {"type": "string"},
       "name": {"type": "string", "nullable": true},
       "level": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]}
      },
      "required": ["code", "name", "level"],
      "nullable": true
     },
     "reported_share": {"type": "number", "nullable": true},
     "services": {"type": "array", "items": {"$ref": "#/components/schemas/CellService"}},
     "now": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {"service": {"type": "string"}, "provider": {"type": "string"}, "fraction": {"type": "number"}, "covered": {"type": "boolean"}},
       "required": ["service", "provider", "fraction", "covered"]
      },
      "nullable": true
     }
    },
    "required": ["code", "row", "column", "at", "box", "weights", "estimated", "zone", "reported_share", "services", "now"]
   },
   "Files": {
    "type": "object",
    "properties": {
     "files": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {"name": {"type": "string"}, "bytes": {"type": "integer"}, "type": {"type": "string"}, "href": {"type": "string"}},
       "required": ["name", "bytes", "type", "href"]
      }
     }
    },
    "required": ["files"]
   },
   "Site": {
    "type": "object",
    "properties": {
     "provider": {"type": "string"},
     "site": {"type": "integer"},
     "id": {"type": "string"},
     "lon": {"type": "number"},
     "lat": {"type": "number"},
     "radius_m": {"type": "number"},
     "azimuth": {"type": "number", "nullable": true},
     "beamwidth": {"type": "number", "nullable": true},
     "state": {"type": "string", "enum": ["run", "changed", "added", "removed"]},
     "run": {
      "type": "object",
      "properties": {
       "lon": {"type": "number"},
       "lat": {"type": "number"},
       "radius_m": {"type": "number"},
       "azimuth": {"type": "number", "nullable": true},
       "beamwidth": {"type": "number", "nullable": true}
      },
      "required": ["lon", "lat", "radius_m", "azimuth", "beamwidth"],
      "nullable": true
     }
    },
    "required": ["provider", "site", "id", "lon", "lat", "radius_m", "azimuth", "beamwidth", "state"]
   },
   "Sites": {
    "type": "object",
    "properties": {
     "revision": {"type": "integer"},
     "count": {"type": "integer"},
     "listed": {"type": "integer"},
     "sites": {"type": "array", "items": {"$ref": "#/components/schemas/Site"}}
    },
    "required": ["revision", "count", "listed", "sites"]
   },
   "Amounts": {"type": "object", "properties": {"before": {"type": "number"}, "after": {"type": "number"}}, "required": ["before", "after"]},
   "RatePair": {
    "type": "object",
    "properties": {"before": {"type": "number", "nullable": true}, "after": {"type": "number", "nullable": true}},
    "required": ["before", "after"]
   },
   "CellChange": {
    "type": "object",
    "properties": {
     "code": {"type": "string"},
     "row": {"type": "integer"},
     "column": {"type": "integer"},
     "service": {"type": "string"},
     "provider": {"type": "string"},
     "fraction": {"$ref": "#/components/schemas/Amounts"},
     "covered": {"type": "object", "properties": {"before": {"type": "boolean"}, "after": {"type": "boolean"}}, "required": ["before", "after"]}
    },
    "required": ["code", "row", "column", "service", "provider", "fraction", "covered"]
   },
   "Gap": {
    "type": "object",
    "properties": {
     "id": {"type": "string"},
     "at": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
     "cells": {"type": "integer"},
     "people": {"type": "object", "additionalProperties": {"type": "number"}},
     "km2": {"type": "number"},
     "codes": {"type": "array", "items": {"type": "string"}},
     "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    },
    "required": ["id", "at", "cells", "people", "km2", "codes", "box"]
   },
   "Delta": {
    "type": "object",
    "properties": {
     "services": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "service": {"type": "string"},
        "weight": {"type": "string"},
        "newly_served": {"type": "number"},
        "newly_lost": {"type": "number"},
        "counted": {"type": "number"},
        "covered": {"$ref": "#/components/schemas/Amounts"},
        "rate": {"$ref": "#/components/schemas/RatePair"},
        "placed": {"type": "object", "description": "stations of the service were placed by draws: before and after are of the median draw", "properties": {"draws": {"type": "integer"}, "median_draw": {"type": "integer"}}}
       },
       "required": ["service", "weight", "newly_served", "newly_lost", "counted", "covered", "rate"]
      }
     },
     "areas": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "level": {"type": "string", "enum": ["nation", "prefecture", "city", "municipality", "group"]},
        "code": {"type": "string"},
        "name": {"type": "string"},
        "service": {"type": "string"},
        "provider": {"type": "string"},
        "weight": {"type": "string"},
        "rule": {"type": "string"},
        "counted": {"type": "number"},
        "covered": {"$ref": "#/components/schemas/Amounts"},
        "rate": {"$ref": "#/components/schemas/RatePair"}
       },
       "required": ["level", "code", "name", "service", "provider", "weight", "rule", "counted", "covered", "rate"]
      }
     },
     "cells": {
      "type": "object",
      "properties": {"count": {"type": "integer"}, "listed": {"type": "integer"}, "list": {"type": "array", "items": {"$ref": "#/components/schemas/CellChange"}}},
      "required": ["count", "listed", "list"]
     },
     "gaps": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {
        "service": {"type": "string"},
        "kind": {"type": "string", "enum": ["vanished", "appeared", "smaller", "larger", "split", "merged", "changed"]},
        "before": {"type": "array", "items": {"$ref": "#/components/schemas/Gap"}},
        "after": {"type": "array", "items": {"$ref": "#/components/schemas/Gap"}}
       },
       "required": ["service", "kind", "before", "after"]
      }
     },
     "stations": {
      "type": "array",
      "items": {
       "type": "object",
       "properties": {"service": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"}, "has_site": {"type": "boolean"}},
       "required": ["service", "code", "name", "has_site"]
      }
     }
    },
    "required": ["services", "areas", "cells", "gaps", "stations"]
   },
   "Answer": {
    "type": "object",
    "properties": {
     "revision": {"type": "integer"},
     "edits": {"type": "integer"},
     "undo": {"type": "integer"},
     "sites": {"type": "array", "items": {"$ref": "#/components/schemas/Site"}},
     "change": {"$ref": "#/components/schemas/Delta"},
     "total": {"$ref": "#/components/schemas/Delta"}
    },
    "required": ["revision", "edits", "undo", "sites", "change", "total"]
   },
   "WhatIf": {
    "type": "object",
    "properties": {
     "revision": {"type": "integer"},
     "edits": {"type": "integer"},
     "undo": {"type": "integer"},
     "sites": {"type": "array", "items": {"$ref": "#/components/schemas/Site"}},
     "total": {"$ref": "#/components/schemas/Delta"}
    },
    "required": ["revision", "edits", "undo", "sites", "total"]
   },
   "CellChanges": {
    "type": "object",
    "properties": {
     "revision": {"type": "integer"},
     "count": {"type": "integer"},
     "listed": {"type": "integer"},
     "list": {"type": "array", "items": {"$ref": "#/components/schemas/CellChange"}}
    },
    "required": ["revision", "count", "listed", "list"]
   },
   "Edit": {
    "type": "object",
    "properties": {
     "op": {"type": "string", "enum": ["add", "set", "remove", "restore"]},
     "provider": {"type": "string", "description": "service/provider"},
     "site": {"type": "integer", "minimum": 0, "description": "of all but add"},
     "whole_mast": {"type": "boolean", "description": "all sites with the same id, or, without ids, at the same place"},
     "id": {"type": "string", "maxLength": 100, "description": "of add"},
     "lon": {"type": "number", "minimum": -180, "maximum": 180},
     "lat": {"type": "number", "minimum": -85, "maximum": 85},
     "radius_m": {"type": "number", "minimum": 0, "maximum": 200000, "exclusiveMinimum": true},
     "azimuth": {"type": "number", "minimum": -360, "maximum": 360, "description": "clockwise from north; null: all round", "nullable": true},
     "beamwidth": {"type": "number", "minimum": 0, "maximum": 360, "exclusiveMinimum": true, "nullable": true}
    },
    "required": ["op", "provider"],
    "additionalProperties": false
   },
   "EditRequest": {
    "type": "object",
    "properties": {
     "edits": {"type": "array", "items": {"$ref": "#/components/schemas/Edit"}, "minItems": 1, "maxItems": 500},
     "revision": {"type": "integer", "description": "refused with 409 unless the server is at this one"},
     "merge": {"type": "boolean", "default": false, "description": "one step of undo together with the step before"},
     "cells": {"type": "boolean", "default": true, "description": "list the cells in change"}
    },
    "required": ["edits"],
    "additionalProperties": false
   },
   "SaveRequest": {
    "type": "object",
    "properties": {
     "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"},
     "title": {"type": "string", "maxLength": 200},
     "overwrite": {"type": "boolean", "default": false}
    },
    "required": ["name"],
    "additionalProperties": false
   },
   "Saved": {"type": "object", "properties": {"file": {"type": "string"}, "bytes": {"type": "integer"}}, "required": ["file", "bytes"]},
   "TileJson": {
    "type": "object",
    "additionalProperties": true,
    "required": ["tilejson", "tiles", "vector_layers"],
    "properties": {
     "tilejson": {"type": "string"},
     "tiles": {"type": "array", "items": {"type": "string"}},
     "vector_layers": {"type": "array", "items": {"type": "object"}}
    }
   }
  },
  "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "where the server was started with a token"}}
 },
 "security": [{}, {"token": []}]
})json";
// clang-format on

}  // namespace

std::string openapi_json() {
    return document;
}

}  // namespace amaneku::serve
